/** The account itself, with the ETag of the state that was read. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client';
import type { Versioned } from '../ui/useEdit';

export type ReadAccount = Versioned<Schemas['Account']>;

export const accountQuery = (acc: string) =>
  queryOptions({
    queryKey: ['account', acc, 'itself'],
    queryFn: (): Promise<ReadAccount> => answered(api.GET('/v1/accounts/{acc}', { params: { path: { acc } } })),
  });
