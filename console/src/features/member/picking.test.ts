import { expect, test } from 'vitest';
import type { Module } from '../../account/grants';
import { picksWithin } from './picking';

const permission = (id: string, needsWhole: boolean) => ({
  id,
  label: id,
  grantable: true,
  needs_whole_account: needsWhole,
  for_custom_roles: true,
});
const modules: Module[] = [
  { id: 'account', title: 'Account', permissions: [permission('account:read', true)] },
  { id: 'messages', title: 'Messages', permissions: [permission('messages:send', false)] },
];
const picks = ['account:read', 'messages:send'];

test('who is limited to sub-accounts is not asked to get what needs the whole account', () => {
  expect(picksWithin(picks, ['sub_1'], modules)).toEqual(['messages:send']);
  expect(picksWithin(picks, 'all', modules)).toEqual(picks);
});
