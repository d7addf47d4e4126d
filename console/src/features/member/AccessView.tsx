import { Trans, useLingui } from '@lingui/react/macro';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { rolesQuery } from '../../account/grants';
import { subAccountQuery } from '../../account/subAccounts';
import { list } from '../../base/format';
import { Note } from '../../ui/Note';
import { Section } from '../../ui/Page';
import { PermissionList } from './PermissionList';
import { RoleMeaning } from './RoleChoice';

interface AccessViewProps {
  member: Schemas['Member'];
  isSelf: boolean;
}

/** The access of one whom the reader cannot change, and why not. */
export function AccessView({ member, isSelf }: AccessViewProps) {
  const { t } = useLingui();
  const account = useAccount();
  const role = useQuery(rolesQuery(account.id)).data?.find((one) => one.id === member.role);
  const why = member.is_owner
    ? account.text('owner.protected')
    : isSelf
      ? t`Nobody changes what they may do themselves. Somebody else who manages people here can change it for you.`
      : account.text('users_page.who_may_manage');
  return (
    <>
      <Note>{why}</Note>
      {role && (
        <Section beside title={account.text('users_page.column_role')}>
          <div>
            <p>{role.title}</p>
            <p className="muted">
              <RoleMeaning role={role} />
            </p>
          </div>
        </Section>
      )}
      <Section beside title={account.text('member.permissions_heading')}>
        <PermissionList
          label={account.text('member.permissions_heading')}
          held={member.permissions}
          picked={role && role.permissions.length > 0 ? member.picked : []}
        />
      </Section>
      {account.policy.features.sub_accounts && (
        <Section beside title={t`Sub-accounts`}>
          <SubAccountNames scope={member.sub_accounts} />
        </Section>
      )}
    </>
  );
}

function SubAccountNames({ scope }: { scope: Schemas['Scope'] }) {
  const account = useAccount();
  const ids = scope === 'all' || !account.can('sub_accounts:read') ? [] : scope;
  const found = useQueries({ queries: ids.map((sub) => subAccountQuery(account.id, sub)) });
  if (scope === 'all')
    return (
      <p>
        <Trans>All sub-accounts, those that are added later too.</Trans>
      </p>
    );
  return <p>{list(scope.map((sub, index) => found[index]?.data?.name ?? sub))}</p>;
}
