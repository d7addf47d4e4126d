/** The seats of an account, page by page, and with each page the limits of its plan. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, ask } from '../../api/client';

const pageSize = 25;

export const seatsQuery = (acc: string, cursor?: string) =>
  queryOptions({
    queryKey: ['account', acc, 'seats', cursor],
    queryFn: () => ask(api.GET('/v1/accounts/{acc}/seats', { params: { path: { acc }, query: { limit: pageSize, cursor } } })),
    placeholderData: keepPreviousData,
  });
