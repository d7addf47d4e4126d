import { useQuery } from '@tanstack/react-query';
import { permissionsQuery, rolesQuery } from '../../account/grants';
import { type Access, asksFirst, countChanges, settled } from './access';

/** How what somebody may do is edited, be they a member or invited. */
export function useAccessRules(acc: string) {
  const modules = useQuery(permissionsQuery(acc)).data ?? [];
  const roles = useQuery(rolesQuery(acc)).data ?? [];
  return {
    settle: (access: Access) => settled(access, modules),
    countChanges,
    asksFirst: (before: Access, after: Access) => asksFirst(before, after, roles),
  };
}
