import { Page } from '../../ui/Page';

export function PlanPage() {
  return <Page title="PlanPage">…</Page>;
}
