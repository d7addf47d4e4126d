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
