/** Editing what a member may do. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../../api/client';
import { useAccount } from '../../account/account';
import { permissionsQuery, rolesQuery } from '../../account/grants';
import { useRefresh } from '../../account/refresh';
import { type Edit, useEdit } from '../../ui/useEdit';
import { type Access, accessOf, asksFirst, countChanges, patchOf, settled } from './access';
import { memberQuery, type ReadMember } from './member';

export function useAccessEdit(read: ReadMember, onSaved: (before: Access, now: ReadMember) => void): Edit<Access> {
  const { id: acc } = useAccount();
  const client = useQueryClient();
  const refresh = useRefresh();
  const modules = useQuery(permissionsQuery(acc)).data ?? [];
  const roles = useQuery(rolesQuery(acc)).data ?? [];
  const usr = read.data.user.id;
  const query = memberQuery(acc, usr);
  return useEdit({
    read,
    draftOf: accessOf,
    settle: (access) => settled(access, modules),
    countChanges,
    asksFirst: (before, after) => asksFirst(before, after, roles),
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
