import { Menu, UnstyledButton } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconBuilding, IconCheck, IconSelector } from '@tabler/icons-react';
import type { CurrentAccount } from '../account/account';
import { useSession } from '../account/session';
import { MenuLink } from '../ui/links';
import classes from './Shell.module.css';

/** As many as can be looked over; the page of all accounts has the others. */
const most = 12;

export function AccountSwitcher({ account }: { account: CurrentAccount | null }) {
  const session = useSession();
  return (
    <Menu position="bottom-start" width="target">
      <Menu.Target>
        <UnstyledButton className={classes.account}>
          <span aria-hidden className={classes.mark}>
            {account ? [...account.name][0] : <IconBuilding size={18} />}
          </span>
          <span className={classes.accountWords}>
            <b>{account?.name ?? <Trans>My accounts</Trans>}</b>
            {account && <small>{account.standing.title}</small>}
          </span>
          <IconSelector aria-hidden size={16} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {session.accounts.slice(0, most).map((one) => (
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
