/** The parts of an account that a member's permissions can be limited to. */
import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '../api/client';

const most = 200;

/** The first page of those that match; more are found by searching. */
export const subAccountsQuery = (acc: string, { q }: { q: string }) =>
  queryOptions({
    queryKey: ['account', acc, 'sub-accounts', 'search', q],
    queryFn: () =>
      ask(
        api.GET('/v1/accounts/{acc}/sub-accounts', {
          params: { path: { acc }, query: { limit: most, ...(q === '' ? {} : { q }) } },
        }),
      ),
  });

export const subAccountQuery = (acc: string, sub: string) =>
  queryOptions({
    queryKey: ['account', acc, 'sub-accounts', 'one', sub],
    queryFn: () => ask(api.GET('/v1/accounts/{acc}/sub-accounts/{sub}', { params: { path: { acc, sub } } })),
  });
