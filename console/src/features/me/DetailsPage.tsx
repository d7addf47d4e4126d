import { Page } from '../../ui/Page';

export function DetailsPage() {
  return <Page title="DetailsPage">…</Page>;
}
