import { Page } from '../../ui/Page';

export function MemberPage() {
  return <Page title="MemberPage">…</Page>;
}
