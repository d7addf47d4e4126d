import { Page } from '../../ui/Page';

export function InvitationPage() {
  return <Page title="InvitationPage">…</Page>;
}
