import { ActionIcon, Drawer, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import {
  IconAddressBook,
  IconBuilding,
  IconCheck,
  IconChartBar,
  IconHierarchy2,
  IconHistory,
  IconLogin2,
  IconMenu2,
  IconSelector,
  IconSettings,
  IconUserShield,
  IconUsers,
} from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { type CurrentAccount } from '../account/account';
import { useSession } from '../account/session';
import { api, ask } from '../api/client';
import { at } from '../base/boot';
import { activate, type Language, languages } from '../base/i18n';
import { queries } from '../base/queries';
import { Avatar } from '../ui/Avatar';
import { MenuLink } from '../ui/links';
import { type AccountPage, type Entry, groupsFor, usersEntry } from './navigation';
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

/** The frame of every page of a signed-in person: navigation, account switcher, profile menu. */
export function Shell({ account, children }: { account: CurrentAccount | null; children: ReactNode }) {
  const { t } = useLingui();
  const [drawer, { open, close }] = useDisclosure(false);
  const path = useLocation({ select: (location) => location.pathname });
  const main = useRef<HTMLElement>(null);
  useEffect(close, [path, close]);

  const navigation = (
    <>
      <AccountSwitcher account={account} />
      {account && <Navigation account={account} />}
    </>
  );
  return (
    <div className={classes.shell}>
      <a
        className={classes.skip}
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        <Trans>Skip to the content</Trans>
      </a>
      <div className={classes.side}>{navigation}</div>
      <div className={classes.column}>
        <header className={classes.top}>
          <ActionIcon
            className={classes.burger}
            variant="subtle"
            color="gray"
            size={40}
            aria-label={t`Open the navigation`}
            onClick={open}
          >
            <IconMenu2 size={20} stroke={1.7} />
          </ActionIcon>
          <span className={classes.topName}>{account?.name}</span>
          <ProfileMenu account={account} />
        </header>
        <main id="main" ref={main} tabIndex={-1} className={classes.main}>
          {children}
        </main>
      </div>
      <Drawer opened={drawer} onClose={close} size={288} title={t`Navigation`} closeButtonProps={{ 'aria-label': t`Close` }}>
        {navigation}
      </Drawer>
    </div>
  );
}

function Navigation({ account }: { account: CurrentAccount }) {
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

function AccountSwitcher({ account }: { account: CurrentAccount | null }) {
  const session = useSession();
  return (
    <Menu position="bottom-start" width="target">
      <Menu.Target>
        <UnstyledButton className={classes.account}>
          <span aria-hidden className={classes.mark}>
            {account ? [...account.name][0] : <IconBuilding size={18} />}
          </span>
          <span className={classes.accountWords}>
            <b>{account?.name ?? <Trans>Your accounts</Trans>}</b>
            {account && <small>{account.standing.title}</small>}
          </span>
          <IconSelector aria-hidden size={16} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {session.accounts.slice(0, 12).map((one) => (
          <MenuLink
            key={one.id}
            to="/a/$acc"
            params={{ acc: one.id }}
            rightSection={one.id === account?.id ? <IconCheck aria-hidden size={16} /> : undefined}
          >
            <span className={classes.choice}>
              <span>{one.name}</span>
              <small className="muted">{one.title}</small>
            </span>
          </MenuLink>
        ))}
        <Menu.Divider />
        <MenuLink to="/accounts">
          <Trans>All accounts</Trans>
        </MenuLink>
      </Menu.Dropdown>
    </Menu>
  );
}

function ProfileMenu({ account }: { account: CurrentAccount | null }) {
  const { t } = useLingui();
  const { user } = useSession();
  const name = user.name;
  const users = account && account.arrangement('users_page.place') === 'profile_menu' && account.can('members:read');
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton className={classes.profile} aria-label={t`Profile of ${name}`}>
          <Avatar name={name} seed={user.id} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <span className="break">{user.email}</span>
        </Menu.Label>
        {users && (
          <MenuLink to="/a/$acc/users" params={{ acc: account.id }}>
            {String(usersEntry(account).label)}
          </MenuLink>
        )}
        <MenuLink to="/me">
          <Trans>My details</Trans>
        </MenuLink>
        <MenuLink to="/me/security">
          <Trans>Password and sessions</Trans>
        </MenuLink>
        <MenuLink to="/me/sign-ins">
          <Trans>My login logs</Trans>
        </MenuLink>
        <Menu.Divider />
        <LanguageItems />
        <Menu.Divider />
        <SchemeItem />
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function signOut(): Promise<void> {
  await ask(api.DELETE('/v1/session')).catch(() => undefined);
  location.assign(at('/sign-in?reason=signed_out'));
}

/** The user's own language: the server's words and the letters follow it, so all that was loaded is asked for again. */
async function speak(language: Language): Promise<void> {
  await ask(api.PATCH('/v1/me', { body: { locale: language } }));
  await activate(language);
  await queries.invalidateQueries();
}

function LanguageItems() {
  const { i18n } = useLingui();
  return Object.entries(languages).map(([language, name]) => (
    <Menu.Item
      key={language}
      lang={language}
      aria-current={language === i18n.locale ? 'true' : undefined}
      rightSection={language === i18n.locale ? <IconCheck aria-hidden size={16} /> : undefined}
      onClick={() => void speak(language as Language)}
    >
      {name}
    </Menu.Item>
  ));
}

function SchemeItem() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark';
  return (
    <Menu.Item onClick={() => setColorScheme(dark ? 'light' : 'dark')} data-scheme={colorScheme}>
      {dark ? <Trans>Light colours</Trans> : <Trans>Dark colours</Trans>}
    </Menu.Item>
  );
}
