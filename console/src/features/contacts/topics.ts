/** What a contact is told about. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Schemas } from '../../api/client';

export type Topic = Schemas['Topic'];

export const topics: { id: Topic; label: MessageDescriptor; meaning: MessageDescriptor }[] = [
  { id: 'billing', label: msg`Billing`, meaning: msg`The plan of the account changes, and what concerns paying.` },
  { id: 'technical', label: msg`Technical`, meaning: msg`Maintenance, failures and changes of the service.` },
  { id: 'security', label: msg`Security`, meaning: msg`The account gets a new owner, and what endangers it.` },
  { id: 'product', label: msg`Product`, meaning: msg`What is new in the product.` },
];
