import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '../api/client';

/** Whose id this is, for showing a name; who is no longer in the account is not found. */
export const namedMemberQuery = (acc: string, usr: string) =>
  queryOptions({
    queryKey: ['account', acc, 'members', 'named', usr],
    queryFn: () => ask(api.GET('/v1/accounts/{acc}/members/{usr}', { params: { path: { acc, usr } } })),
    retry: false,
  });
