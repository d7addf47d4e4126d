import { Page } from '../../ui/Page';

export function MySignInsPage() {
  return <Page title="MySignInsPage">…</Page>;
}
