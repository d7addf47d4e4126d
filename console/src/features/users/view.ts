/** What the page shows: which people, in which order, as the policy arranges it and the address says. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type CurrentAccount, useAccount } from '../../account/account';
import type { Tab, UsersSearch } from './search';

export interface View {
  search: UsersSearch;
  /** The tab that is open; nothing where one list holds everybody. */
  tab: Tab | undefined;
  /** Members of which status; nothing: none. */
  members: 'active' | 'deactivated' | 'both' | undefined;
  invitations: boolean;
  /** Another one is another list: leafing begins anew, and what was selected is not any more. */
  id: string;
  isFiltered: boolean;
  /** `quietly`: without a step for Back, as while one types. */
  show: (search: UsersSearch, quietly?: boolean) => void;
}

export const hasTabs = (account: CurrentAccount) => account.arrangement('users_page.people') === 'tabs';

export function useView(): View {
  const account = useAccount();
  const search = useSearch({ from: '/a/$acc/users' });
  const navigate = useNavigate();
  const tab = search.tab ?? (hasTabs(account) ? 'active' : undefined);
  return {
    search,
    tab,
    members: tab === undefined ? 'both' : tab === 'pending' ? undefined : tab,
    invitations: tab === undefined || tab === 'pending',
    id: JSON.stringify([account.id, tab, search.q, search.role, search.sort]),
    isFiltered: search.q !== undefined || search.role !== undefined,
    show: (next, quietly = false) =>
      void navigate({ to: '/a/$acc/users', params: { acc: account.id }, search: next, replace: quietly, resetScroll: false }),
  };
}
