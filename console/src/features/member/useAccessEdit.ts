/** Editing what a member may do. */
import { useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { type Edit, useEdit } from '../../ui/useEdit';
import { type Access, accessOf, patchOf } from './access';
import { memberQuery, type ReadMember } from './member';
import { useAccessRules } from './useAccessRules';

export function useAccessEdit(read: ReadMember, onSaved: (before: Access, now: ReadMember) => void): Edit<Access> {
  const { id: acc } = useAccount();
  const client = useQueryClient();
  const refresh = useRefresh();
  const rules = useAccessRules(acc);
  const usr = read.data.user.id;
  const query = memberQuery(acc, usr);
  return useEdit({
    read,
    draftOf: accessOf,
    ...rules,
    readAgain: () => client.fetchQuery({ ...query, staleTime: 0 }),
    patch: async (before, after, options) =>
      (await answered(
        api.PATCH('/v1/accounts/{acc}/members/{usr}', {
          params: { path: { acc, usr }, ...options },
          body: patchOf(before, after),
        }),
      )) as ReadMember,
    onHolds: (now) => client.setQueryData(query.queryKey, now),
    onSaved: (before, now) => {
      onSaved(before, now);
      void refresh();
    },
  });
}
