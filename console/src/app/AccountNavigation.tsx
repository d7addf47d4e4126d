import { useLingui } from '@lingui/react/macro';
import {
  IconAddressBook,
  IconChartBar,
  IconHierarchy2,
  IconHistory,
  IconLogin2,
  IconSettings,
  IconUserShield,
  IconUsers,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { CurrentAccount } from '../account/account';
import { type AccountPage, type Entry, groupsFor } from './navigation';
import classes from './Shell.module.css';

const paths = {
  users: '/a/$acc/users',
  roles: '/a/$acc/roles',
  'sub-accounts': '/a/$acc/sub-accounts',
  contacts: '/a/$acc/contacts',
  plan: '/a/$acc/plan',
  settings: '/a/$acc/settings',
  'sign-ins': '/a/$acc/sign-ins',
  events: '/a/$acc/events',
} as const;

const icons: Record<AccountPage, typeof IconUsers> = {
  users: IconUsers,
  roles: IconUserShield,
  'sub-accounts': IconHierarchy2,
  contacts: IconAddressBook,
  plan: IconChartBar,
  settings: IconSettings,
  'sign-ins': IconLogin2,
  events: IconHistory,
};

/** The pages of the account that this reader may see. */
export function AccountNavigation({ account }: { account: CurrentAccount }) {
  const { t, i18n } = useLingui();
  const words = (label: Entry['label']) => (typeof label === 'string' ? label : i18n._(label));
  return (
    <nav aria-label={t`Account`} className={classes.nav}>
      {groupsFor(account).map((group) => (
        <div key={words(group.label)}>
          <h2>{words(group.label)}</h2>
          <ul>
            {group.entries.map(({ page, label }) => {
              const Icon = icons[page];
              return (
                <li key={page}>
                  <Link to={paths[page]} params={{ acc: account.id }} activeOptions={{ exact: false }}>
                    <Icon aria-hidden size={18} stroke={1.7} />
                    {words(label)}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
