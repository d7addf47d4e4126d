import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '../../api/client';

export const mySessionsKey = ['me', 'sessions'];

export const mySessionsQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: [...mySessionsKey, cursor],
    queryFn: () => ask(api.GET('/v1/me/sessions', { params: { query: { limit: 25, cursor } } })),
  });
