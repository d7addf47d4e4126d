import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from '../ui/links';
import { Page } from '../ui/Page';

/** What a deactivated member sees of the account. */
export function Paused({ account }: { account: string }) {
  const { t } = useLingui();
  return (
    <Page
      title={t`Your access to ${account} is paused`}
      description={t`Somebody who manages the account has deactivated you in it. Your permissions are kept; they can let you in again at any time.`}
    >
      <ButtonLink to="/accounts" variant="default">
        <Trans>See your accounts</Trans>
      </ButtonLink>
    </Page>
  );
}
