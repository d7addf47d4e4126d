import { Page } from '../../ui/Page';

export function AccountsPage() {
  return <Page title="AccountsPage">…</Page>;
}
