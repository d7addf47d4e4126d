import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from '../ui/links';
import { Page } from '../ui/Page';

export function NotFound() {
  const { t } = useLingui();
  return (
    <Page title={t`This page does not exist`} description={t`It may have been moved, or you may not have access to it any more.`}>
      <ButtonLink to="/accounts" variant="default">
        <Trans>See your accounts</Trans>
      </ButtonLink>
    </Page>
  );
}
