/** What the ids in an event are called today: roles, permissions, sub-accounts. */
import { useQuery } from '@tanstack/react-query';
import { useAccount } from '../../account/account';
import { api, ask } from '../../api/client';

export interface Names {
  role: (id: string) => string;
  permission: (id: string) => string;
  subAccount: (id: string) => string;
  plan: (id: string) => string;
}

export function useNames(): Names {
  const { id: acc, policy, can } = useAccount();
  const path = { acc };
  const names = useQuery({
    queryKey: ['account', acc, 'names'],
    queryFn: async () => {
      const [roles, permissions, subAccounts] = await Promise.all([
        ask(api.GET('/v1/accounts/{acc}/roles', { params: { path, query: { limit: 200 } } })),
        ask(api.GET('/v1/accounts/{acc}/permissions', { params: { path } })),
        policy.features.sub_accounts && can('sub_accounts:read')
          ? ask(api.GET('/v1/accounts/{acc}/sub-accounts', { params: { path, query: { limit: 200 } } }))
          : { data: [] },
      ]);
      return new Map([
        ...roles.data.map((role) => [role.id, role.title] as const),
        ...permissions.modules.flatMap((module) => module.permissions.map(({ id, label }) => [id, label] as const)),
        ...subAccounts.data.map((one) => [one.id, one.name] as const),
      ]);
    },
    staleTime: 60_000,
  }).data;
  // What is gone or may not be read is called by its id.
  const name = (id: string) => names?.get(id) ?? id;
  return {
    role: (id) => (id === 'owner' ? policy.owner_title : name(id)),
    permission: name,
    subAccount: name,
    plan: (id) => policy.plans.find((plan) => plan.id === id)?.title ?? id,
  };
}
