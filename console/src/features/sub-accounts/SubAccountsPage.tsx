import { Page } from '../../ui/Page';

export function SubAccountsPage() {
  return <Page title="SubAccountsPage">…</Page>;
}
