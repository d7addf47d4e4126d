/** A contact as its form holds it. */
import { queryOptions } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../../api/client';
import type { Versioned } from '../../ui/useEdit';
import { type Topic, topics } from './topics';

export type Contact = Schemas['Contact'];

export interface ContactDraft {
  name: string;
  email: string;
  phone: string;
  topics: Topic[];
}

export const noContact: ContactDraft = { name: '', email: '', phone: '', topics: [] };

export function draftOf(contact: Contact): ContactDraft {
  return { name: contact.name, email: contact.email, phone: contact.phone ?? '', topics: contact.topics };
}

/** Topics in their own order, whichever was ticked first. */
export function settled(draft: ContactDraft): ContactDraft {
  return {
    name: draft.name.trim(),
    email: draft.email.trim(),
    phone: draft.phone.trim(),
    topics: topics.map((topic) => topic.id).filter((id) => draft.topics.includes(id)),
  };
}

const fields = ['name', 'email', 'phone', 'topics'] as const;

export function changedFields(before: ContactDraft, after: ContactDraft): (typeof fields)[number][] {
  return fields.filter((field) => String(before[field]) !== String(after[field]));
}

export function isComplete(draft: ContactDraft): boolean {
  const { name, email, topics: chosen } = settled(draft);
  return name !== '' && email !== '' && chosen.length > 0;
}

export function bodyOf(draft: ContactDraft): Schemas['ContactRequest'] {
  const { phone, ...rest } = settled(draft);
  return { ...rest, phone: phone === '' ? null : phone };
}

export const contactQuery = (acc: string, con: string) =>
  queryOptions({
    queryKey: ['account', acc, 'contacts', 'one', con],
    queryFn: (): Promise<Versioned<Contact>> =>
      answered(api.GET('/v1/accounts/{acc}/contacts/{con}', { params: { path: { acc, con } } })),
    staleTime: 0,
  });
