/** One member, with the ETag of the state that was read. */
import { queryOptions } from '@tanstack/react-query';
import type { Versioned } from '../../ui/useEdit';
import { answered, api, type Schemas } from '../../api/client';

export type ReadMember = Versioned<Schemas['Member']>;

export const memberQuery = (acc: string, usr: string) =>
  queryOptions({
    queryKey: ['account', acc, 'members', 'one', usr],
    queryFn: (): Promise<ReadMember> => answered(api.GET('/v1/accounts/{acc}/members/{usr}', { params: { path: { acc, usr } } })),
  });
