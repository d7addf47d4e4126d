import { Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { permissionsQuery, rolesQuery } from '../../account/grants';
import { LoadFailure } from '../../ui/ListCard';
import { Page } from '../../ui/Page';
import { toast } from '../../ui/toast';
import { AccessForm } from '../member/AccessForm';
import { BackToPeople } from '../member/BackToPeople';
import { InvitationDeeds } from './InvitationDeeds';
import { InvitationHead } from './InvitationHead';
import { invitationQuery, type ReadInvitation, useInvitationEdit } from './invitation';

const back = <BackToPeople tab="pending" />;

/** One invitation: what it gives, and what may be done about it. */
export function InvitationPage() {
  const { t } = useLingui();
  const account = useAccount();
  const { acc, inv } = useParams({ from: '/a/$acc/invitations/$inv' });
  const invitation = useQuery(invitationQuery(acc, inv));
  // Both are needed by what follows: asked for at once.
  const roles = useQuery(rolesQuery(acc));
  const permissions = useQuery(permissionsQuery(acc));

  const failed = [invitation, roles, permissions].find((query) => query.isError && query.data === undefined);
  if (failed?.error) {
    const problem = failed.error as Problem;
    return (
      <Page title={problem.status === 404 ? t`There is no such invitation` : account.text('users_page.title')} above={back}>
        {problem.status === 404 ? (
          <p className="muted">
            <Trans>It may be of another account, or you may no longer see it.</Trans>
          </p>
        ) : (
          <LoadFailure problem={problem} retry={() => void failed.refetch()} />
        )}
      </Page>
    );
  }
  if (!invitation.data || !roles.data || !permissions.data) return <Loading />;
  return <Loaded key={inv} read={invitation.data} />;
}

function InvitationAccess({ read }: { read: ReadInvitation }) {
  const { t } = useLingui();
  const { email, role } = read.data;
  const edit = useInvitationEdit(read, () => toast(t`What ${email} is going to get is saved.`));
  return <AccessForm edit={edit} name={email} present={role} />;
}

function Loaded({ read }: { read: ReadInvitation }) {
  const account = useAccount();
  const invitation = read.data;
  const { email, status } = invitation;
  const mayEdit = account.can('members:invite') && status === 'pending';
  return (
    <Page title={account.text('member.manage_title', { name: email })} above={back}>
      <InvitationHead invitation={invitation} />
      {mayEdit && <InvitationAccess read={read} />}
      <InvitationDeeds invitation={invitation} />
    </Page>
  );
}

function Loading() {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`Loading`}>
      <Skeleton height={14} width={140} mb={18} />
      <Skeleton height={28} width={320} maw="80%" mb={24} />
      <Skeleton height={64} mb={32} />
      <Skeleton height={132} mb={24} />
      <Skeleton height={300} />
    </div>
  );
}
