import { Button, Menu } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { MenuLink } from '../../ui/links';
import { useInvitationDeeds, useLinksOffered } from '../invite/deeds';
import { useInvitationActs } from './acts';
import classes from './people.module.css';
import { RowMenu } from './RowMenu';

/** What can be done with an invitation from the list. */
export function InvitationActs({ invitation }: { invitation: Schemas['Invitation'] }) {
  const { t } = useLingui();
  const account = useAccount();
  const acts = useInvitationActs()(invitation);
  const { resend, cancel, copyLink, busy } = useInvitationDeeds(invitation);
  const [opened, setOpened] = useState(false);
  const linksOffered = useLinksOffered(invitation, opened && acts.includes('link'));
  const place = account.arrangement('users_page.actions');
  if (place === 'selection' || acts.length === 0) return null;

  const resendInRow = place !== 'row_menu' && acts.includes('resend');
  const inMenu = acts.filter((act) => !(act === 'resend' && resendInRow) && !(act === 'link' && !linksOffered));
  return (
    <>
      {resendInRow && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.act}
          loading={busy === 'resend'}
          onClick={() => void resend()}
        >
          {account.text('invitation.resend')}
        </Button>
      )}
      {inMenu.length > 0 && (
        <RowMenu name={invitation.email} onOpen={() => setOpened(true)}>
          {inMenu.includes('resend') && <Menu.Item onClick={() => void resend()}>{account.text('invitation.resend')}</Menu.Item>}
          {inMenu.includes('edit') && (
            <MenuLink to="/a/$acc/invitations/$inv" params={{ acc: account.id, inv: invitation.id }}>
              {account.text('member.manage')}
            </MenuLink>
          )}
          {inMenu.includes('link') && <Menu.Item onClick={() => void copyLink()}>{t`Copy a new link`}</Menu.Item>}
          {inMenu.includes('cancel') && (
            <Menu.Item color="red" onClick={() => void cancel()}>
              {account.text('invitation.cancel')}
            </Menu.Item>
          )}
        </RowMenu>
      )}
    </>
  );
}
