/** What can be picked for a role, and why the rest cannot. */
import type { Schemas } from '../../api/client';
import type { Module, Permission } from '../../account/grants';
import type { Scope } from './SubAccountPicker';

/** It is not for the role, not for a part of the account, not mine to give. */
export type LockReason = 'not_for_role' | 'needs_whole_account' | 'not_mine';

/** `given`: comes with the role. */
export type Standing = 'pickable' | 'given' | LockReason;

export type Judge = (permission: Permission) => Standing;

export function judgeForRole(role: Schemas['Role'], wholeAccount: boolean): Judge {
  const given = new Set(role.permissions);
  const pickable = new Set(role.pickable);
  return ({ id, grantable, needs_whole_account: needsWhole }) => {
    const isOfRole = given.has(id);
    if (!isOfRole && !pickable.has(id)) return 'not_for_role';
    if (needsWhole && !wholeAccount) return 'needs_whole_account';
    if (isOfRole) return 'given';
    return grantable ? 'pickable' : 'not_mine';
  };
}

/** For a role of the account's own: what it can carry, as far as it is mine to give. */
export const judgeForCustomRole: Judge = ({ grantable, for_custom_roles: carriable }) =>
  !carriable ? 'not_for_role' : grantable ? 'pickable' : 'not_mine';

/** The picks that stay when another role is chosen: the server keeps the same ones. */
export function picksKept(picks: string[], role: Schemas['Role']): string[] {
  const pickable = new Set(role.pickable);
  return picks.filter((pick) => pickable.has(pick));
}

/** The picks that stay when access is limited to some sub-accounts: what needs the whole account does not hold there. */
export function picksWithin(picks: string[], scope: Scope, modules: Module[]): string[] {
  if (scope === 'all') return picks;
  const needWhole = modules.flatMap((module) => module.permissions.filter((one) => one.needs_whole_account));
  return picks.filter((pick) => !needWhole.some((one) => one.id === pick));
}

export interface JudgedPermission extends Permission {
  standing: Standing;
}

export interface JudgedModule {
  id: string;
  title: string;
  permissions: JudgedPermission[];
}

/** What can be picked or is given, by module; and the names of what is not for the role at all, which take one line together. */
export interface Sorted {
  open: JudgedModule[];
  notForRole: string[];
}

/** `atFirst`: a pick that is not mine to give can be taken away, and put back as long as nothing is saved. */
export function sortModules(modules: Module[], judge: Judge, atFirst: ReadonlySet<string>): Sorted {
  const judged = modules.map(({ id, title, permissions }): JudgedModule => ({
    id,
    title,
    permissions: permissions.map((permission) => {
      const standing = judge(permission);
      return { ...permission, standing: standing === 'not_mine' && atFirst.has(permission.id) ? 'pickable' : standing };
    }),
  }));
  const isForRole = (permission: JudgedPermission) => permission.standing !== 'not_for_role';
  return {
    open: judged
      .map((module) => ({ ...module, permissions: module.permissions.filter(isForRole) }))
      .filter((module) => module.permissions.length > 0),
    notForRole: judged.flatMap((module) =>
      module.permissions.some(isForRole)
        ? module.permissions.filter((permission) => !isForRole(permission)).map((permission) => permission.label)
        : [module.title],
    ),
  };
}

/** Why nothing of the module can be picked; undefined where something can, or comes with the role. */
export function reasonOf(module: JudgedModule): LockReason | undefined {
  const standings = module.permissions.map((one) => one.standing);
  if (standings.includes('pickable') || standings.includes('given')) return undefined;
  return standings.includes('needs_whole_account') ? 'needs_whole_account' : 'not_mine';
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLocaleLowerCase();

/** Modules and permissions whose label or name holds the words; a module's own title keeps all of it. */
export function searchModules(modules: Module[], words: string): Module[] {
  const wanted = plain(words.trim());
  if (wanted === '') return modules;
  const holds = (text: string) => plain(text).includes(wanted);
  return modules
    .map((module) =>
      holds(module.title)
        ? module
        : { ...module, permissions: module.permissions.filter(({ id, label }) => holds(label) || holds(id)) },
    )
    .filter((module) => module.permissions.length > 0);
}
