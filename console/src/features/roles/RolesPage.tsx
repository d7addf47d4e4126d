import { Page } from '../../ui/Page';

export function RolesPage() {
  return <Page title="RolesPage">…</Page>;
}
