/** What stands in the navigation for this reader: only pages that may be read; where the Users page stands says the policy. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { CurrentAccount } from '../account/account';

export type AccountPage = 'users' | 'roles' | 'sub-accounts' | 'contacts' | 'plan' | 'settings' | 'sign-ins' | 'events';

export interface Entry {
  page: AccountPage;
  label: MessageDescriptor | string;
}

export interface Group {
  label: MessageDescriptor | string;
  entries: Entry[];
}

const account = msg`Account`;
const activity = msg`Activity`;

export function usersEntry(current: CurrentAccount): Entry {
  return { page: 'users', label: current.text('users_page.navigation') };
}

export function groupsFor(current: CurrentAccount): Group[] {
  const { can, policy } = current;
  const own: Entry[] = [];
  // Whoever sees the people sees what their roles mean; so does whoever has roles to give or to define.
  const seesRoles = ['members:read', 'members:invite', 'members:manage', 'roles:manage'].some(can);
  if (policy.features.custom_roles && seesRoles) own.push({ page: 'roles', label: msg`Roles` });
  if (policy.features.sub_accounts && can('sub_accounts:read')) own.push({ page: 'sub-accounts', label: msg`Sub-accounts` });
  if (can('contacts:read')) own.push({ page: 'contacts', label: msg`Contacts` });
  own.push({ page: 'plan', label: msg`Plan and seats` });
  const settings: Entry = { page: 'settings', label: msg`Account settings` };

  const users = can('members:read') ? [usersEntry(current)] : [];
  const place = current.arrangement('users_page.place');
  const groups: Group[] = [];
  if (place === 'settings' || place === 'configuration') {
    groups.push({ label: current.text('users_page.navigation_group'), entries: [...users, settings] });
    groups.push({ label: account, entries: own });
  } else {
    groups.push({ label: account, entries: [...(place === 'navigation' ? users : []), ...own, settings] });
  }
  const logs: Entry[] = [];
  if (can('sign_ins:read')) logs.push({ page: 'sign-ins', label: msg`Login logs` });
  if (can('events:read')) logs.push({ page: 'events', label: msg`Audit log` });
  if (logs.length > 0) groups.push({ label: activity, entries: logs });
  return groups.filter((group) => group.entries.length > 0);
}
