/** One invitation, with the ETag of the state that was read; and editing what it gives. */
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { type Edit, useEdit, type Versioned } from '../../ui/useEdit';
import { type Access, patchOf } from '../member/access';
import { useAccessRules } from '../member/useAccessRules';

export type ReadInvitation = Versioned<Schemas['Invitation']>;

const path = '/v1/accounts/{acc}/invitations/{inv}';

export const invitationQuery = (acc: string, inv: string) =>
  queryOptions({
    queryKey: ['account', acc, 'invitations', 'one', inv],
    queryFn: (): Promise<ReadInvitation> => answered(api.GET(path, { params: { path: { acc, inv } } })),
  });

const accessOf = ({ role, permissions, sub_accounts: scope }: Schemas['Invitation']): Access => ({
  role,
  picked: permissions,
  scope,
});

/** What the invited are going to get: to be changed as long as they have not accepted. */
export function useInvitationEdit(read: ReadInvitation, onSaved: () => void): Edit<Access> {
  const { id: acc } = useAccount();
  const client = useQueryClient();
  const refresh = useRefresh();
  const rules = useAccessRules(acc);
  const inv = read.data.id;
  const query = invitationQuery(acc, inv);
  return useEdit({
    read,
    draftOf: accessOf,
    ...rules,
    readAgain: () => client.fetchQuery({ ...query, staleTime: 0 }),
    patch: async (before, after, options) =>
      (await answered(
        api.PATCH(path, { params: { path: { acc, inv }, ...options }, body: patchOf(before, after) }),
      )) as ReadInvitation,
    onHolds: (now) => client.setQueryData(query.queryKey, now),
    onSaved: () => {
      onSaved();
      void refresh();
    },
  });
}
