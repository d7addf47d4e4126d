import { type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { CurrentAccount } from '../account/account';
import { useSession } from '../account/session';
import { api, ask } from '../api/client';
import { at } from '../base/boot';
import { activate, type Language, languages } from '../base/i18n';
import { queries } from '../base/queries';
import { Avatar } from '../ui/Avatar';
import { MenuLink } from '../ui/links';
import { toastFailure } from '../ui/toast';
import { usersEntry } from './navigation';
import classes from './ProfileMenu.module.css';
import { tellOtherTabs } from './watch';

/** Everything of one's own; and the page with the account's people, where the policy wants it here. */
export function ProfileMenu({ account }: { account: CurrentAccount | null }) {
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
      <Menu.Dropdown className={classes.menu}>
        <div className={classes.who}>
          <b>{name}</b>
          <small>{user.email}</small>
        </div>
        <Menu.Divider />
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
        <Menu.Label>
          <Trans>Language</Trans>
        </Menu.Label>
        <LanguageItems />
        <Menu.Divider />
        <Menu.Label>
          <Trans>Colours</Trans>
        </Menu.Label>
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function signOut(): Promise<void> {
  // Refused means that it has ended already.
  await ask(api.DELETE('/v1/session')).catch(() => undefined);
  tellOtherTabs();
  location.assign(at('/sign-in?reason=signed_out'));
}

/** The user's own language: the server's words and the letters follow it, so all that was loaded is asked for again. */
async function speak(language: Language): Promise<void> {
  try {
    await ask(api.PATCH('/v1/me', { body: { locale: language } }));
    await activate(language);
    await queries.invalidateQueries();
  } catch (error) {
    toastFailure(error);
  }
}

function Choice({
  chosen,
  lang,
  onChoose,
  children,
}: {
  chosen: boolean;
  lang?: string;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <Menu.Item
      lang={lang}
      // The library's items are plain menu items, which cannot be checked: the one in force is the current one.
      aria-current={chosen ? 'true' : undefined}
      rightSection={chosen ? <IconCheck aria-hidden size={16} /> : undefined}
      onClick={onChoose}
    >
      {children}
    </Menu.Item>
  );
}

function LanguageItems() {
  const { i18n } = useLingui();
  return Object.entries(languages).map(([language, name]) => (
    <Choice key={language} lang={language} chosen={language === i18n.locale} onChoose={() => void speak(language as Language)}>
      {name}
    </Choice>
  ));
}

function SchemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes: Record<MantineColorScheme, ReactNode> = {
    auto: <Trans>As the system</Trans>,
    light: <Trans>Light</Trans>,
    dark: <Trans>Dark</Trans>,
  };
  return Object.entries(schemes).map(([scheme, name]) => (
    <Choice key={scheme} chosen={scheme === colorScheme} onChoose={() => setColorScheme(scheme as MantineColorScheme)}>
      {name}
    </Choice>
  ));
}
