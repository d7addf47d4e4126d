import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { DangerousAct } from '../../ui/DangerZone';
import acts from '../../ui/DangerZone.module.css';
import { Section } from '../../ui/Page';
import { useInvitationActs } from '../users/acts';
import { useInvitationDeeds, useLinksOffered } from './deeds';

/** Sending it again, handing it over, taking it back: each with its meaning beside the button. */
export function InvitationDeeds({ invitation }: { invitation: Schemas['Invitation'] }) {
  const { t } = useLingui();
  const account = useAccount();
  const navigate = useNavigate();
  const { resend, cancel, copyLink, busy } = useInvitationDeeds(invitation);
  const possible = useInvitationActs()(invitation);
  const linksOffered = useLinksOffered(invitation, possible.includes('link'));
  const toList = () =>
    void navigate({
      to: '/a/$acc/users',
      params: { acc: account.id },
      search: { tab: 'pending' },
      // What was changed and not saved went with the invitation.
      ignoreBlocker: true,
    });

  if (invitation.status !== 'pending' && invitation.status !== 'expired')
    return (
      <p className="muted">
        <Trans>It is closed: nothing about it can be changed any more.</Trans>
      </p>
    );
  if (possible.length === 0) return null;
  return (
    <Section beside title={t`Invitation`}>
      <ul className={acts.acts}>
        {possible.includes('resend') && (
          <DangerousAct
            meaning={
              <Trans>The letter goes out again with a new link, and the time begins anew. The earlier link stops working.</Trans>
            }
          >
            <Button variant="default" loading={busy === 'resend'} onClick={() => void resend()}>
              {account.text('invitation.resend')}
            </Button>
          </DangerousAct>
        )}
        {linksOffered && (
          <DangerousAct
            meaning={<Trans>A new link to hand over in person, without a letter. The earlier links stop working.</Trans>}
          >
            <Button variant="default" loading={busy === 'link'} onClick={() => void copyLink()}>
              <Trans>Copy a new link</Trans>
            </Button>
          </DangerousAct>
        )}
        {possible.includes('cancel') && (
          <DangerousAct meaning={<Trans>The link stops working at once. You can invite the same person again.</Trans>}>
            <Button
              variant="outline"
              color="red"
              loading={busy === 'cancel'}
              onClick={() => void cancel().then((done) => done && toList())}
            >
              {account.text('invitation.cancel')}
            </Button>
          </DangerousAct>
        )}
      </ul>
    </Section>
  );
}
