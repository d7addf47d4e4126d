import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useAccount } from '../../account/account';
import { accountQuery } from '../../account/accountQuery';
import { Note } from '../../ui/Note';
import { Page, Section } from '../../ui/Page';
import { Limits } from './Limits';
import { SeatList } from './SeatList';

/** What the plan has room for, what is taken, and by whom. */
export function PlanPage() {
  const { t } = useLingui();
  const { id: acc, policy, can } = useAccount();
  const plan = useQuery(accountQuery(acc)).data?.data.plan;
  const title = policy.plans.find((one) => one.id === plan)?.title;
  return (
    <Page title={t`Plan and seats`} description={title === undefined ? ' ' : t`The plan of this account: ${title}`}>
      {can('members:read') ? (
        <>
          <Limits />
          <Section title={t`Every seat`} description={t`Who is in the account or invited to it, and what that counts towards.`}>
            <SeatList />
          </Section>
        </>
      ) : (
        <Note>
          <Trans>Who takes the seats is shown to those who may see the people of this account.</Trans>
        </Note>
      )}
    </Page>
  );
}
