/** What of the list stands in the address: links can be shared, and Back works. */
export interface UsersSearch {
  tab?: 'pending' | 'deactivated';
  q?: string;
  role?: string;
  sort?: string;
}

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

export function readUsersSearch(raw: Record<string, unknown>): UsersSearch {
  const tab = raw.tab === 'pending' || raw.tab === 'deactivated' ? raw.tab : undefined;
  return { tab, q: word(raw.q), role: word(raw.role), sort: word(raw.sort) };
}
