/** The people of a view: members, then who is invited, page by page. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { i18n } from '@lingui/core';
import { api, ask, type Problem, type Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { number } from '../../base/format';
import type { Leaf } from '../../ui/Pager';
import type { View } from './view';

export interface MemberRow {
  kind: 'member';
  id: string;
  member: Schemas['Member'];
}
export interface InvitationRow {
  kind: 'invitation';
  id: string;
  invitation: Schemas['Invitation'];
}
export type Person = MemberRow | InvitationRow;

/** The same row for the same data, so that what has not changed is not drawn anew. */
function sameRow<Data extends object, Row>(make: (data: Data) => Row): (data: Data) => Row {
  const made = new WeakMap<Data, Row>();
  return (data) => {
    const row = made.get(data) ?? make(data);
    made.set(data, row);
    return row;
  };
}
const memberRow = sameRow((member: Schemas['Member']): Person => ({ kind: 'member', id: member.user.id, member }));
const invitationRow = sameRow((invitation: Schemas['Invitation']): Person => ({
  kind: 'invitation',
  id: invitation.id,
  invitation,
}));

export const nameOf = (person: Person) => (person.kind === 'member' ? person.member.user.name : person.invitation.email);

export const pageSize = 50;
type MemberSort = 'name' | '-name' | 'email' | '-email' | 'joined_at' | '-joined_at';
type InvitationSort = 'email' | '-email' | 'sent_at' | '-sent_at';

/** Two lists are leafed through one after the other: a cursor says of which it is. */
const ofInvitations = 'i:';
const ofMembers = 'm:';
const cursorIn = (kind: string, cursor: string | undefined) => (cursor?.startsWith(kind) ? cursor.slice(kind.length) : undefined);

const backwards = (sort: string) => sort.startsWith('-');
const memberSort = (sort: string | undefined): MemberSort | undefined =>
  sort === undefined ? undefined : (((backwards(sort) ? '-' : '') + (/email|name/.exec(sort)?.[0] ?? 'joined_at')) as MemberSort);
const invitationSort = (sort: string | undefined): InvitationSort | undefined =>
  sort === undefined
    ? undefined
    : (((backwards(sort) ? '-' : '') + (/email|name/.test(sort) ? 'email' : 'sent_at')) as InvitationSort);

const membersQuery = (acc: string, { search, members, tab }: View, cursor: string | undefined) => {
  const query = {
    limit: pageSize,
    cursor,
    status: members === 'both' ? undefined : members,
    q: search.q,
    role: search.role,
    sort: memberSort(search.sort),
  };
  return queryOptions({
    queryKey: ['account', acc, 'members', 'list', tab ?? 'all', query],
    queryFn: () => ask(api.GET('/v1/accounts/{acc}/members', { params: { path: { acc }, query } })),
    placeholderData: sameTab<Schemas['MemberPage']>(tab),
  });
};

const invitationsQuery = (acc: string, { search, tab }: View, cursor: string | undefined) => {
  const query = {
    limit: pageSize,
    cursor,
    status: 'open' as const,
    q: search.q,
    role: search.role,
    sort: invitationSort(search.sort),
  };
  return queryOptions({
    queryKey: ['account', acc, 'invitations', 'list', tab ?? 'all', query],
    queryFn: () => ask(api.GET('/v1/accounts/{acc}/invitations', { params: { path: { acc }, query } })),
    placeholderData: sameTab<Schemas['InvitationPage']>(tab),
  });
};

/** While other words are searched the old rows stay; another tab's rows would be wrong. */
function sameTab<Page>(tab: string | undefined) {
  return (before: Page | undefined, query: { queryKey: readonly unknown[] } | undefined) =>
    query?.queryKey[4] === (tab ?? 'all') ? before : undefined;
}

/** How many there are, where no page of members tells it. */
const countsQuery = (acc: string) =>
  queryOptions({
    queryKey: ['account', acc, 'members', 'counts'],
    queryFn: async () =>
      (await ask(api.GET('/v1/accounts/{acc}/members', { params: { path: { acc }, query: { limit: 1 } } }))).counts,
  });

export type Counts = Schemas['MemberPage']['counts'];

export interface People {
  rows: Person[];
  nextCursor: string | null;
  counts: Counts | undefined;
  /** How many the view has in all; only what is not filtered is counted. In the reader's digits. */
  total: string | undefined;
  /** There is nothing to show yet. */
  isPending: boolean;
  /** What is shown is about to be replaced. */
  isStale: boolean;
  problem: Problem | null;
  retry: () => void;
}

export function usePeople(view: View, leaf: Leaf): People {
  const { id: acc } = useAccount();
  const inInvitations = leaf.cursor?.startsWith(ofInvitations) ?? false;
  const wantsMembers = view.members !== undefined && !inInvitations;
  const members = useQuery({ ...membersQuery(acc, view, cursorIn(ofMembers, leaf.cursor)), enabled: wantsMembers });
  const isLastOfMembers = !wantsMembers || members.data?.next_cursor === null;
  // With the first page of members at once, since they mostly fit together; later when their last page has come.
  const wantsInvitations = view.invitations && (leaf.cursor === undefined || isLastOfMembers);
  const invitations = useQuery({
    ...invitationsQuery(acc, view, cursorIn(ofInvitations, leaf.cursor)),
    enabled: wantsInvitations,
  });
  const countsApart = useQuery({ ...countsQuery(acc), enabled: !wantsMembers });
  const counts = wantsMembers ? members.data?.counts : countsApart.data;

  const showsInvitations = wantsInvitations && isLastOfMembers;
  const asked = [...(wantsMembers ? [members] : []), ...(showsInvitations ? [invitations] : [])];
  const ofMembersPage = wantsMembers ? members.data : undefined;
  const ofInvitationsPage = showsInvitations ? invitations.data : undefined;
  const { sort } = view.search;
  const isFirst = leaf.cursor === undefined;
  const { rows, nextCursor } = useMemo(() => {
    const nextCursor = showsInvitations
      ? following(ofInvitations, ofInvitationsPage?.next_cursor)
      : following(ofMembers, ofMembersPage?.next_cursor);
    const both = [...(ofMembersPage?.data ?? []).map(memberRow), ...(ofInvitationsPage?.data ?? []).map(invitationRow)];
    return { rows: arrange(both, sort, isFirst && nextCursor === null), nextCursor };
  }, [ofMembersPage, ofInvitationsPage, showsInvitations, sort, isFirst]);
  return {
    rows,
    nextCursor,
    counts,
    total: counts && !view.isFiltered ? number(totalOf(view, counts)) : undefined,
    isPending: asked.some((query) => query.isPending),
    isStale: asked.some((query) => query.isPlaceholderData),
    problem: (asked.find((query) => query.isError && query.data === undefined)?.error ?? null) as Problem | null,
    retry: () => asked.forEach((query) => query.isError && void query.refetch()),
  };
}

function totalOf({ members, invitations }: View, counts: Counts): number {
  const ofMembers = { active: counts.active, deactivated: counts.deactivated, both: counts.active + counts.deactivated };
  return (members ? ofMembers[members] : 0) + (invitations ? counts.pending + counts.expired : 0);
}

const following = (kind: string, cursor: string | null | undefined) => (cursor ? kind + cursor : null);

const timeOf = (person: Person) => (person.kind === 'member' ? person.member.joined_at : person.invitation.sent_at);

/** The owner first, where no order was chosen. Where everybody is on one page, both lists are in the chosen order together. */
function arrange(rows: Person[], sort: string | undefined, isWhole: boolean): Person[] {
  const isOwner = (person: Person) => person.kind === 'member' && person.member.is_owner;
  if (sort === undefined) return [...rows.filter(isOwner), ...rows.filter((person) => !isOwner(person))];
  if (!isWhole || !rows.some((row) => row.kind === 'member') || !rows.some((row) => row.kind === 'invitation')) return rows;
  const { compare } = new Intl.Collator(i18n.locale, { sensitivity: 'base', numeric: true });
  const key = /email|name/.test(sort) ? nameOf : timeOf;
  return rows.sort((a, b) => compare(key(a), key(b)) * (backwards(sort) ? -1 : 1));
}
