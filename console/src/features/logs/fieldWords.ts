/** The names of what an event changed, as people call them. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

const words: Record<string, MessageDescriptor> = {
  name: msg`Name`,
  title: msg`Title`,
  email: msg`Email`,
  phone: msg`Phone`,
  role: msg`Role`,
  picked: msg`Chosen permissions`,
  permissions: msg`Permissions`,
  sub_accounts: msg`Sub-accounts`,
  status: msg`Status`,
  former_owner: msg`Predecessor`,
  former_owner_role: msg`Role of the predecessor`,
  former_owner_picked: msg`Chosen permissions of the predecessor`,
  plan: msg`Plan`,
  policy: msg`Policy`,
  topics: msg`Topics`,
  locale: msg`Language`,
  expires_at: msg`Expires`,
  accepted_by: msg`Accepted by`,
};

/** The owner's title is the policy's; whoever shows it asks there. */
export const fieldOrder = ['owner', ...Object.keys(words)];

export const fieldWords = (field: string): MessageDescriptor | string => words[field] ?? field;

const states: Record<string, MessageDescriptor> = {
  active: msg`Active`,
  deactivated: msg`Deactivated`,
  removed: msg`Removed`,
  pending: msg`Pending`,
  accepted: msg`Accepted`,
  declined: msg`Declined`,
  cancelled: msg`Cancelled`,
};

export const stateWords = (state: string): MessageDescriptor | string => states[state] ?? state;
