/** One member, with the ETag of the state that was read. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../../api/client';

export interface ReadMember {
  data: Schemas['Member'];
  etag: string | null;
}

export const memberQuery = (acc: string, usr: string) =>
  queryOptions({
    queryKey: ['account', acc, 'members', 'one', usr],
    queryFn: (): Promise<ReadMember> => answered(api.GET('/v1/accounts/{acc}/members/{usr}', { params: { path: { acc, usr } } })),
  });
