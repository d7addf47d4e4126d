import { Page } from '../../ui/Page';

export function RolePage() {
  return <Page title="RolePage">…</Page>;
}
