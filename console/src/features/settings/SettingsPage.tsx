import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { accountQuery } from '../../account/accountQuery';
import { ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { Page } from '../../ui/Page';
import { AccountFacts } from './AccountFacts';
import { AccountName } from './AccountName';
import { WaysOut } from './WaysOut';

/** The account as a whole: its name, how it is run, and the ways out of it. */
export function SettingsPage() {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const read = useQuery(accountQuery(acc));
  return (
    <Page title={t`Account settings`}>
      {read.data ? (
        <>
          <AccountName read={read.data} />
          <AccountFacts account={read.data.data} />
        </>
      ) : read.isError ? (
        <ListCard>
          <LoadFailure problem={read.error as Problem} retry={() => void read.refetch()} />
        </ListCard>
      ) : (
        <ListCard>
          <LoadingRows rows={6} />
        </ListCard>
      )}
      <WaysOut />
    </Page>
  );
}
