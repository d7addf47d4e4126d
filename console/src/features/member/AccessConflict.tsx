import { Trans, useLingui } from '@lingui/react/macro';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useAccount } from '../../account/account';
import { permissionsQuery, rolesQuery } from '../../account/grants';
import { subAccountQuery } from '../../account/subAccounts';
import { Conflict, type ConflictRow } from '../../ui/Conflict';
import type { Access } from './access';
import type { Scope } from './SubAccountPicker';

interface AccessConflictProps {
  name: string;
  mine: Access;
  theirs: Access;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  onClose: () => void;
}

/** What I made of somebody's access beside what somebody else made of it. */
export function AccessConflict({ name, mine, theirs, ...ways }: AccessConflictProps) {
  const { t } = useLingui();
  const account = useAccount();
  const roles = useQuery(rolesQuery(account.id)).data ?? [];
  const modules = useQuery(permissionsQuery(account.id)).data ?? [];
  const titleOf = (role: string) => roles.find((one) => one.id === role)?.title ?? role;
  const labels = new Map(modules.flatMap((module) => module.permissions.map(({ id, label }) => [id, label])));
  const labelOf = (permission: string) => labels.get(permission) ?? permission;

  const rows: ConflictRow[] = [];
  if (mine.role !== theirs.role)
    rows.push({
      label: account.text('users_page.column_role'),
      mine: titleOf(mine.role),
      theirs: titleOf(theirs.role),
    });
  if (!isSame(mine.picked, theirs.picked))
    rows.push({
      label: account.text('member.permissions_heading'),
      mine: <Names of={mine.picked.map(labelOf)} other={theirs.picked.map(labelOf)} />,
      theirs: <Names of={theirs.picked.map(labelOf)} other={mine.picked.map(labelOf)} />,
    });
  if (!isSame(mine.scope, theirs.scope))
    rows.push({ label: t`Sub-accounts`, mine: <ScopeNames scope={mine.scope} />, theirs: <ScopeNames scope={theirs.scope} /> });
  return <Conflict name={name} rows={rows} {...ways} />;
}

function isSame(one: Scope, other: Scope): boolean {
  if (one === 'all' || other === 'all') return one === other;
  return one.length === other.length && one.every((item) => other.includes(item));
}

/** Names, those in bold that the other version does not have. */
function Names({ of, other = of }: { of: string[]; other?: string[] }) {
  if (of.length === 0) return <Trans>None</Trans>;
  return (
    <ul>
      {of.map((name) => (
        <li key={name}>{other.includes(name) ? name : <b>{name}</b>}</li>
      ))}
    </ul>
  );
}

function ScopeNames({ scope }: { scope: Scope }) {
  const { id } = useAccount();
  const found = useQueries({ queries: (scope === 'all' ? [] : scope).map((sub) => subAccountQuery(id, sub)) });
  if (scope === 'all') return <Trans>All sub-accounts</Trans>;
  return <Names of={found.map((one, index) => one.data?.name ?? (scope[index] as string))} />;
}
