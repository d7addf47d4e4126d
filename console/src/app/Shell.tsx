import { ActionIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconMenu2 } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import type { CurrentAccount } from '../account/account';
import { LoadingRows } from '../ui/ListCard';
import { AccountSwitcher } from './AccountSwitcher';
import { AccountNavigation } from './AccountNavigation';
import { prefetched } from './prefetched';
import { ProfileMenu } from './ProfileMenu';
import classes from './Shell.module.css';
import { Shortcuts } from './Shortcuts';

const NavigationDrawer = lazy(prefetched(() => import('./NavigationDrawer')));

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
      {account && <AccountNavigation account={account} />}
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
          <Suspense fallback={<LoadingRows />}>{children}</Suspense>
        </main>
      </div>
      <Shortcuts account={account} />
      <Suspense>{drawer && <NavigationDrawer onClose={close}>{navigation}</NavigationDrawer>}</Suspense>
    </div>
  );
}
