import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { ButtonLink } from '../../ui/links';
import { useInvitationDeeds, useLinksOffered } from '../invite/deeds';
import { useInvitationActs } from './acts';

interface SelectedInvitationProps {
  invitation: Schemas['Invitation'];
  /** Nothing can be done in the rows: then all of it is here. */
  isOnlyWay: boolean;
  onDone: () => void;
}

/** Over the list: what can be done with the one invitation that is selected. */
export function SelectedInvitation({ invitation, isOnlyWay, onDone }: SelectedInvitationProps) {
  const account = useAccount();
  const acts = useInvitationActs()(invitation);
  const { resend, cancel, copyLink, busy } = useInvitationDeeds(invitation);
  const linksOffered = useLinksOffered(invitation, isOnlyWay && acts.includes('link'));
  return (
    <>
      {isOnlyWay && acts.includes('edit') && (
        <ButtonLink variant="default" px={14} to="/a/$acc/invitations/$inv" params={{ acc: account.id, inv: invitation.id }}>
          {account.text('member.manage')}
        </ButtonLink>
      )}
      {linksOffered && (
        <Button variant="default" px={14} loading={busy === 'link'} onClick={() => void copyLink()}>
          <Trans>Copy a new link</Trans>
        </Button>
      )}
      {acts.includes('resend') && (
        <Button
          variant="default"
          px={14}
          loading={busy === 'resend'}
          onClick={() => void resend().then((done) => done && onDone())}
        >
          {account.text('invitation.resend')}
        </Button>
      )}
      {acts.includes('cancel') && (
        <Button
          variant="default"
          px={14}
          c="var(--c-danger)"
          loading={busy === 'cancel'}
          onClick={() => void cancel().then((done) => done && onDone())}
        >
          {account.text('invitation.cancel')}
        </Button>
      )}
    </>
  );
}
