import { Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { ButtonLink } from '../../ui/links';
import { ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { Page } from '../../ui/Page';
import { BackToRoles } from './BackToRoles';
import { type ReadRole, roleQuery } from './role';
import { RoleForm } from './RoleForm';
import { RoleHolders } from './RoleHolders';
import { RoleView } from './RoleView';

/** One role: what it holds, who has it, and for one of the account's own, changing and deleting it. */
export function RolePage() {
  const { t } = useLingui();
  const { acc, rol } = useParams({ from: '/a/$acc/roles/$rol' });
  const role = useQuery(roleQuery(acc, rol));
  if (role.data) return <Loaded key={rol} read={role.data} />;
  if (role.isError) {
    const problem = role.error as Problem;
    return (
      <Page title={problem.status === 404 ? t`This role does not exist` : t`Roles`} above={<BackToRoles />}>
        {problem.status === 404 ? (
          <p className="muted">
            <Trans>Somebody may have deleted it.</Trans>
          </p>
        ) : (
          <ListCard>
            <LoadFailure problem={problem} retry={() => void role.refetch()} />
          </ListCard>
        )}
      </Page>
    );
  }
  return (
    <>
      <BackToRoles />
      <Skeleton height={24} width={220} mt={12} mb={32} />
      <ListCard>
        <LoadingRows rows={6} />
      </ListCard>
    </>
  );
}

function Loaded({ read }: { read: ReadRole }) {
  const account = useAccount();
  const role = read.data;
  const mayDefine = account.policy.features.custom_roles && account.can('roles:manage');
  const isOwn = account.standing.role === role.id;
  const mayEdit = mayDefine && !role.builtin && !isOwn;
  return (
    <Page
      title={role.title}
      above={<BackToRoles />}
      description={role.builtin ? account.policy.roles.find((one) => one.id === role.id)?.description : undefined}
      actions={
        mayDefine ? (
          <ButtonLink
            variant="default"
            to="/a/$acc/roles/new"
            params={{ acc: account.id }}
            search={{ from: role.id }}
            leftSection={<IconCopy size={16} stroke={1.7} aria-hidden />}
          >
            <Trans>Duplicate</Trans>
          </ButtonLink>
        ) : undefined
      }
    >
      {mayEdit ? <RoleForm read={read} /> : <RoleView role={role} isOwn={isOwn && mayDefine && !role.builtin} />}
      {account.can('members:read') && <RoleHolders role={role.id} />}
    </Page>
  );
}
