/** One role, with the ETag of the state that was read; and as its form holds it. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../../api/client';
import type { Versioned } from '../../ui/useEdit';

export type Role = Schemas['Role'];
export type ReadRole = Versioned<Role>;

export interface RoleDraft {
  title: string;
  permissions: string[];
}

export const draftOf = ({ title, permissions }: Role): RoleDraft => ({ title, permissions });

export const settled = (draft: RoleDraft): RoleDraft => ({ ...draft, title: draft.title.trim() });

export const gained = (before: RoleDraft, after: RoleDraft) => after.permissions.filter((id) => !before.permissions.includes(id));

export const countChanges = (before: RoleDraft, after: RoleDraft) =>
  Number(before.title !== after.title) + gained(before, after).length + gained(after, before).length;

export const isComplete = (draft: RoleDraft) => draft.title.trim() !== '' && draft.permissions.length > 0;

export const roleQuery = (acc: string, rol: string) =>
  queryOptions({
    queryKey: ['account', acc, 'roles', 'one', rol],
    queryFn: (): Promise<ReadRole> => answered(api.GET('/v1/accounts/{acc}/roles/{rol}', { params: { path: { acc, rol } } })),
  });
