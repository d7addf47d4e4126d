import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { rolesQuery } from '../../account/grants';
import { ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { ButtonLink } from '../../ui/links';
import { Page, Section } from '../../ui/Page';
import { RoleMatrix } from './RoleMatrix';
import { RoleTable } from './RoleTable';

/** The roles that people can have here: those of the policy, and the account's own. */
export function RolesPage() {
  const { t } = useLingui();
  const account = useAccount();
  const roles = useQuery(rolesQuery(account.id));
  const mayDefine = account.policy.features.custom_roles && account.can('roles:manage');
  return (
    <Page
      title={t`Roles`}
      description={t`A role says what whoever has it may do. Everybody has one.`}
      actions={
        mayDefine ? (
          <ButtonLink
            to="/a/$acc/roles/new"
            params={{ acc: account.id }}
            leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />}
          >
            <Trans>New role</Trans>
          </ButtonLink>
        ) : undefined
      }
    >
      <ListCard>
        {roles.data ? (
          <RoleTable roles={roles.data} />
        ) : roles.isError ? (
          <LoadFailure problem={roles.error as Problem} retry={() => void roles.refetch()} />
        ) : (
          <LoadingRows rows={3} />
        )}
      </ListCard>
      {roles.data && (
        <Section title={t`What each role may do`}>
          <RoleMatrix roles={roles.data} />
        </Section>
      )}
    </Page>
  );
}
