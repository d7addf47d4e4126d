import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  redirect,
  useParams,
} from '@tanstack/react-router';
import { useEffect } from 'react';
import { AccountProvider, useAccount } from '../account/account';
import { sessionQuery, useSession } from '../account/session';
import { boot } from '../base/boot';
import { queries } from '../base/queries';
import { readEventsSearch, readSignInsSearch } from '../features/logs/search';
import { readUsersSearch } from '../features/users/search';
import { UsersPage } from '../features/users/UsersPage';
import { readSearchWords } from '../ui/searchWords';
import { Broken } from './Broken';
import { NotFound } from './NotFound';
import { Paused } from './Paused';
import { Root } from './Root';
import { Shell } from './Shell';

const lastAccount = 'roster.account';

/** The account whose navigation stands beside pages that are in none: the last one seen. */
function rememberedAccount(accounts: { id: string; status: string }[]) {
  const active = accounts.filter((one) => one.status === 'active');
  return active.find((one) => one.id === localStorage.getItem(lastAccount)) ?? active[0];
}

function AccountFrame() {
  const { acc } = useParams({ from: '/a/$acc' });
  const standing = useSession().accounts.find((one) => one.id === acc);
  const isActive = standing?.status === 'active';
  useEffect(() => {
    if (isActive) localStorage.setItem(lastAccount, acc);
  }, [acc, isActive]);
  if (!standing) {
    return (
      <Shell account={null}>
        <NotFound />
      </Shell>
    );
  }
  if (!isActive) {
    return (
      <Shell account={null}>
        <Paused account={standing.name} />
      </Shell>
    );
  }
  return (
    <AccountProvider standing={standing}>
      <ShellOfAccount />
    </AccountProvider>
  );
}

function ShellOfAccount() {
  const account = useAccount();
  return (
    <Shell account={account}>
      <Outlet />
    </Shell>
  );
}

function PersonalFrame() {
  const session = useSession();
  const remembered = rememberedAccount(session.accounts);
  const standing = session.accounts.find((one) => one.id === remembered?.id);
  if (!standing) {
    return (
      <Shell account={null}>
        <Outlet />
      </Shell>
    );
  }
  return (
    <AccountProvider standing={standing}>
      <ShellOfAccount />
    </AccountProvider>
  );
}

/** Where one who comes to an account begins: with its people, if they may be seen. */
function AccountStart() {
  const account = useAccount();
  return <Navigate to={account.can('members:read') ? '/a/$acc/users' : '/a/$acc/plan'} params={{ acc: account.id }} replace />;
}

const root = createRootRoute({ component: Root });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const session = await queries.ensureQueryData(sessionQuery);
    const account = rememberedAccount(session.accounts);
    throw account ? redirect({ to: '/a/$acc', params: { acc: account.id } }) : redirect({ to: '/accounts' });
  },
});

const account = createRoute({ getParentRoute: () => root, path: '/a/$acc', component: AccountFrame });
const start = createRoute({ getParentRoute: () => account, path: '/', component: AccountStart });
// The page that most come for is in the entry itself: one request less before its first rows.
const users = createRoute({
  getParentRoute: () => account,
  path: 'users',
  validateSearch: readUsersSearch,
  component: UsersPage,
});
const member = createRoute({
  getParentRoute: () => account,
  path: 'users/$usr',
  component: lazyRouteComponent(() => import('../features/member/MemberPage'), 'MemberPage'),
});
const invitation = createRoute({
  getParentRoute: () => account,
  path: 'invitations/$inv',
  component: lazyRouteComponent(() => import('../features/invite/InvitationPage'), 'InvitationPage'),
});
const roles = createRoute({
  getParentRoute: () => account,
  path: 'roles',
  component: lazyRouteComponent(() => import('../features/roles/RolesPage'), 'RolesPage'),
});
const newRole = createRoute({
  getParentRoute: () => account,
  path: 'roles/new',
  validateSearch: (raw: Record<string, unknown>): { from?: string } => (typeof raw.from === 'string' ? { from: raw.from } : {}),
  component: lazyRouteComponent(() => import('../features/roles/NewRolePage'), 'NewRolePage'),
});
const role = createRoute({
  getParentRoute: () => account,
  path: 'roles/$rol',
  component: lazyRouteComponent(() => import('../features/roles/RolePage'), 'RolePage'),
});
const subAccounts = createRoute({
  getParentRoute: () => account,
  path: 'sub-accounts',
  validateSearch: readSearchWords,
  component: lazyRouteComponent(() => import('../features/sub-accounts/SubAccountsPage'), 'SubAccountsPage'),
});
const contacts = createRoute({
  getParentRoute: () => account,
  path: 'contacts',
  validateSearch: readSearchWords,
  component: lazyRouteComponent(() => import('../features/contacts/ContactsPage'), 'ContactsPage'),
});
const plan = createRoute({
  getParentRoute: () => account,
  path: 'plan',
  component: lazyRouteComponent(() => import('../features/plan/PlanPage'), 'PlanPage'),
});
const settings = createRoute({
  getParentRoute: () => account,
  path: 'settings',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage'), 'SettingsPage'),
});
const signIns = createRoute({
  getParentRoute: () => account,
  path: 'sign-ins',
  validateSearch: readSignInsSearch,
  component: lazyRouteComponent(() => import('../features/logs/SignInsPage'), 'SignInsPage'),
});
const events = createRoute({
  getParentRoute: () => account,
  path: 'events',
  validateSearch: readEventsSearch,
  component: lazyRouteComponent(() => import('../features/logs/EventsPage'), 'EventsPage'),
});

const personal = createRoute({ getParentRoute: () => root, id: 'personal', component: PersonalFrame });
const accounts = createRoute({
  getParentRoute: () => personal,
  path: '/accounts',
  component: lazyRouteComponent(() => import('../features/accounts/AccountsPage'), 'AccountsPage'),
});
const details = createRoute({
  getParentRoute: () => personal,
  path: '/me',
  component: lazyRouteComponent(() => import('../features/me/DetailsPage'), 'DetailsPage'),
});
const security = createRoute({
  getParentRoute: () => personal,
  path: '/me/security',
  component: lazyRouteComponent(() => import('../features/me/SecurityPage'), 'SecurityPage'),
});
const mySignIns = createRoute({
  getParentRoute: () => personal,
  path: '/me/sign-ins',
  component: lazyRouteComponent(() => import('../features/me/MySignInsPage'), 'MySignInsPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    account.addChildren([
      start,
      users,
      member,
      invitation,
      roles,
      newRole,
      role,
      subAccounts,
      contacts,
      plan,
      settings,
      signIns,
      events,
    ]),
    personal.addChildren([accounts, details, security, mySignIns]),
  ]),
  basepath: boot.base || '/',
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Broken,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
