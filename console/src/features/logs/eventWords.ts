/** What happened, in words: one message for each type of event that the server writes into an account's journal. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export interface Kind {
  /** Events of the kind begin with it; the server filters by it too. */
  id: string;
  label: MessageDescriptor;
  types: Record<string, MessageDescriptor>;
}

export const kinds: Kind[] = [
  {
    id: 'account',
    label: msg`Account`,
    types: {
      'account.created': msg`Account created`,
      'account.updated': msg`Account renamed`,
      'account.deleted': msg`Account deleted`,
    },
  },
  { id: 'plan', label: msg`Plan`, types: { 'plan.changed': msg`Plan changed` } },
  { id: 'policy', label: msg`Policy`, types: { 'policy.changed': msg`Policy changed` } },
  { id: 'ownership', label: msg`Ownership`, types: { 'ownership.transferred': msg`Ownership transferred` } },
  {
    id: 'member',
    label: msg`Users`,
    types: {
      'member.joined': msg`User joined`,
      'member.updated': msg`Role or permissions changed`,
      'member.deactivated': msg`User deactivated`,
      'member.reactivated': msg`User reactivated`,
      'member.removed': msg`User removed`,
      'member.left': msg`User left`,
    },
  },
  {
    id: 'invitation',
    label: msg`Invitations`,
    types: {
      'invitation.created': msg`Invitation sent`,
      'invitation.updated': msg`Invitation changed`,
      'invitation.resent': msg`Invitation sent again`,
      'invitation.cancelled': msg`Invitation cancelled`,
      'invitation.accepted': msg`Invitation accepted`,
      'invitation.declined': msg`Invitation declined`,
    },
  },
  {
    id: 'role',
    label: msg`Roles`,
    types: { 'role.created': msg`Role created`, 'role.updated': msg`Role changed`, 'role.removed': msg`Role deleted` },
  },
  {
    id: 'sub_account',
    label: msg`Sub-accounts`,
    types: {
      'sub_account.created': msg`Sub-account created`,
      'sub_account.updated': msg`Sub-account renamed`,
      'sub_account.removed': msg`Sub-account deleted`,
    },
  },
  {
    id: 'contact',
    label: msg`Contacts`,
    types: {
      'contact.created': msg`Contact added`,
      'contact.updated': msg`Contact changed`,
      'contact.removed': msg`Contact deleted`,
    },
  },
];

const words = new Map(kinds.flatMap((kind) => Object.entries(kind.types)));

/** A type that this console does not know yet is shown as the server calls it. */
export const wordsOf = (type: string): MessageDescriptor | string => words.get(type) ?? type;
