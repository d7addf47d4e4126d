/** What the invited are to get: a role, permissions beyond it, the sub-accounts where they hold. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../api/client';
import { type CurrentAccount, useAccount } from '../../account/account';
import { canGive, permissionsQuery, rolesQuery } from '../../account/grants';
import { picksKept, picksWithin } from '../member/picking';
import type { Scope } from '../member/SubAccountPicker';

export interface Grant {
  roles: Schemas['Role'][] | undefined;
  /** Nothing until the roles are known. */
  role: Schemas['Role'] | undefined;
  picked: string[];
  scope: Scope;
  chooseRole: (id: string) => void;
  pick: (picked: string[]) => void;
  limit: (scope: Scope) => void;
  /** As the server is asked for it; nothing while it cannot be asked for. */
  body: GrantBody | undefined;
}

export type GrantBody = Pick<Schemas['InviteRequest'], 'role' | 'permissions' | 'sub_accounts'>;

export function useGrant(): Grant {
  const account = useAccount();
  const roles = useQuery(rolesQuery(account.id)).data;
  const modules = useQuery(permissionsQuery(account.id)).data ?? [];
  const [chosen, setChosen] = useState<string>();
  const [picked, setPicked] = useState<string[]>([]);
  const [scope, setScope] = useState<Scope>('all');
  const role = roles && (roles.find((one) => one.id === chosen) ?? firstChoice(roles, account));
  const isComplete = role !== undefined && (scope === 'all' || scope.length > 0);
  return {
    roles,
    role,
    picked,
    scope,
    chooseRole: (id) => {
      setChosen(id);
      const next = roles?.find((one) => one.id === id);
      if (next) setPicked(picksKept(picked, next));
    },
    pick: setPicked,
    limit: (next) => {
      setScope(next);
      setPicked(picksWithin(picked, next, modules));
    },
    body: isComplete ? bodyOf(role, picked, scope) : undefined,
  };
}

/** Where a role has nothing to pick, nothing may be asked for. */
function bodyOf(role: Schemas['Role'], picked: string[], scope: Scope): GrantBody {
  return {
    role: role.id,
    ...(role.pickable.length > 0 && { permissions: picked }),
    ...(scope !== 'all' && { sub_accounts: scope }),
  };
}

/** The policy's own choice, or the first that this reader can give. */
function firstChoice(roles: Schemas['Role'][], { standing }: CurrentAccount): Schemas['Role'] | undefined {
  const mine = roles.filter((role) => canGive(role, standing, roles));
  return mine.find((role) => role.is_default) ?? mine[0] ?? roles[0];
}
