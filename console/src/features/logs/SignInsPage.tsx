import { Page } from '../../ui/Page';

export function SignInsPage() {
  return <Page title="SignInsPage">…</Page>;
}
