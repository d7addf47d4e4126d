/** What of a member can be edited, how two states of it differ, and what a difference asks of the server. */
import type { Schemas } from '../../api/client';
import type { Module } from '../../account/grants';
import type { Scope } from './SubAccountPicker';

export interface Access {
  role: string;
  picked: string[];
  scope: Scope;
}

export function accessOf(member: Schemas['Member']): Access {
  return { role: member.role, picked: member.picked, scope: member.sub_accounts };
}

/** As it would be kept: in a part of the account, what holds only in all of it is not there. */
export function settled(access: Access, modules: Module[]): Access {
  if (access.scope === 'all') return access;
  const needsWhole = new Set(
    modules.flatMap((module) => module.permissions.filter((one) => one.needs_whole_account).map((one) => one.id)),
  );
  return { ...access, picked: access.picked.filter((id) => !needsWhole.has(id)) };
}

/** What is in one list and not in the other, both ways. */
function differences(one: string[], other: string[]): number {
  const both = one.filter((item) => other.includes(item)).length;
  return one.length + other.length - 2 * both;
}

/** Each thing that is another one counts: the role, a permission, a sub-account. */
export function countChanges(before: Access, after: Access): number {
  const scopes =
    before.scope === 'all' || after.scope === 'all'
      ? Number(before.scope !== after.scope)
      : differences(before.scope, after.scope);
  return Number(before.role !== after.role) + differences(before.picked, after.picked) + scopes;
}

export function patchOf(before: Access, after: Access): Schemas['UpdateMemberRequest'] {
  const hasOtherRole = before.role !== after.role;
  return {
    ...(hasOtherRole && { role: after.role }),
    ...((hasOtherRole || differences(before.picked, after.picked) > 0) && { permissions: after.picked }),
    ...(countChanges({ ...before, scope: after.scope }, before) > 0 && { sub_accounts: after.scope }),
  };
}

/** Whether it has to be shown first: something is taken away, or everything is given. */
export function asksFirst(before: Access, after: Access, roles: Schemas['Role'][]): boolean {
  const roleOf = (access: Access) => roles.find((role) => role.id === access.role);
  const held = (access: Access) => new Set([...(roleOf(access)?.permissions ?? []), ...access.picked]);
  const has = held(after);
  const loses = [...held(before)].some((permission) => !has.has(permission));
  const isNarrower = after.scope !== 'all' && (before.scope === 'all' || before.scope.some((sub) => !after.scope.includes(sub)));
  const isRaised = roleOf(after)?.all === true && roleOf(before)?.all !== true;
  return loses || isNarrower || isRaised;
}
