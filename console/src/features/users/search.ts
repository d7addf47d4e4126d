/** What of the list stands in the address: links can be shared, and Back works. */
export type Tab = 'active' | 'pending' | 'deactivated';

export interface UsersSearch {
  /** Nothing: what the page shows first. */
  tab?: Tab;
  q?: string;
  role?: string;
  sort?: string;
}

const tabs: readonly unknown[] = ['active', 'pending', 'deactivated'] satisfies Tab[];
const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

export function readUsersSearch(raw: Record<string, unknown>): UsersSearch {
  return {
    tab: tabs.includes(raw.tab) ? (raw.tab as Tab) : undefined,
    // What looks like a number is one in the address.
    q: word(typeof raw.q === 'number' ? String(raw.q) : raw.q),
    role: word(raw.role),
    sort: word(raw.sort),
  };
}
