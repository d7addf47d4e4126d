import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Trans, useLingui } from '@lingui/react/macro';
import { type Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { permissionsQuery, rolesQuery } from '../../account/grants';
import { useSession } from '../../account/session';
import { ListCard, LoadFailure } from '../../ui/ListCard';
import { Page } from '../../ui/Page';
import { AccessView } from './AccessView';
import { BackToPeople } from './BackToPeople';
import { memberQuery, type ReadMember } from './member';
import { MemberAccess } from './MemberAccess';
import { MemberActs } from './MemberActs';
import { MemberHead } from './MemberHead';
import { MemberLoading } from './MemberLoading';
import { MemberSignIns } from './MemberSignIns';

/** One person: what they may do here, and what may be done about it. */
export function MemberPage() {
  const { acc, usr } = useParams({ from: '/a/$acc/users/$usr' });
  const member = useQuery(memberQuery(acc, usr));
  const roles = useQuery(rolesQuery(acc));
  const permissions = useQuery(permissionsQuery(acc));

  const failed = [member, roles, permissions].find((query) => query.isError && query.data === undefined);
  if (failed?.error) {
    const problem = failed.error as Problem;
    return problem.status === 404 ? <Gone /> : <NotLoaded problem={problem} retry={() => void failed.refetch()} />;
  }
  if (!member.data || !roles.data || !permissions.data) return <MemberLoading />;
  return <Loaded key={usr} read={member.data} />;
}

function Loaded({ read }: { read: ReadMember }) {
  const account = useAccount();
  const { user } = useSession();
  const member = read.data;
  const isSelf = member.user.id === user.id;
  const mayEdit = account.can('members:manage') && !isSelf && !member.is_owner;
  return (
    <Page title={account.text('member.manage_title', { name: member.user.name })} above={<BackToPeople />}>
      <MemberHead member={member} />
      {mayEdit ? <MemberAccess read={read} /> : <AccessView member={member} isSelf={isSelf} />}
      {account.can('sign_ins:read') && <MemberSignIns usr={member.user.id} />}
      <MemberActs member={member} isSelf={isSelf} />
    </Page>
  );
}

function Gone() {
  const { t } = useLingui();
  const { name } = useAccount();
  return (
    <Page title={t`This person is not in ${name}`} above={<BackToPeople />}>
      <p className="muted">
        <Trans>They may have left, or somebody has removed them.</Trans>
      </p>
    </Page>
  );
}

function NotLoaded({ problem, retry }: { problem: Problem; retry: () => void }) {
  const account = useAccount();
  return (
    <Page title={account.text('users_page.column_person')} above={<BackToPeople />}>
      <ListCard>
        <LoadFailure problem={problem} retry={retry} />
      </ListCard>
    </Page>
  );
}
