/** What can be given in an account: its roles, and the catalogue of permissions by module. */
import { queryOptions } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { everyPage } from '../api/pages';

export type Module = Schemas['PermissionCatalogue']['modules'][number];
export type Permission = Module['permissions'][number];

const pageSize = 200;

export const permissionsQuery = (acc: string) =>
  queryOptions({
    queryKey: ['account', acc, 'permissions'],
    queryFn: async (): Promise<Module[]> =>
      (await ask(api.GET('/v1/accounts/{acc}/permissions', { params: { path: { acc } } }))).modules,
    staleTime: 60_000,
  });

export const rolesQuery = (acc: string) =>
  queryOptions({
    queryKey: ['account', acc, 'roles'],
    queryFn: (): Promise<Schemas['Role'][]> =>
      everyPage((cursor) =>
        ask(api.GET('/v1/accounts/{acc}/roles', { params: { path: { acc }, query: { limit: pageSize, cursor } } })),
      ),
  });

/**
 * Whether the reader can give the role: who holds all of it can, and a role that holds everything is given only by who holds
 * everything. For showing only.
 */
export function canGive(role: Schemas['Role'], standing: Schemas['Standing'], roles: Schemas['Role'][]): boolean {
  if (standing.is_owner) return true;
  if (role.all) return roles.find((one) => one.id === standing.role)?.all === true;
  return role.permissions.every((permission) => standing.permissions.includes(permission));
}
