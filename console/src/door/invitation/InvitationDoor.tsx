import { Button, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Failure } from '../../ui/Failure';
import { Card } from '../Card';
import { DeadLink, JoinedAlready } from '../DeadLink';
import { Answer } from './Answer';
import { Decline } from './Decline';
import { useInvitation } from './useInvitation';

/** The page behind an invitation's link. To look at it changes nothing. */
export function InvitationDoor({ token }: { token: string }) {
  const { t } = useLingui();
  const invitation = useInvitation(token);
  const [declining, setDeclining] = useState(false);
  const { standing } = invitation;

  if (standing.is === 'dead')
    return (
      <DeadLink title={t`This invitation is no longer valid`}>
        <li>
          <Trans>Otherwise ask the person who invited you for a new invitation.</Trans>
        </li>
        <JoinedAlready />
      </DeadLink>
    );
  if (standing.is === 'loading')
    return (
      <Card title={t`Your invitation`}>
        <div role="status" aria-label={t`Loading`}>
          <Skeleton height={152} radius={8} />
          <Skeleton height={42} mt={20} radius={8} />
        </div>
      </Card>
    );
  if (standing.is === 'failed')
    return (
      <Card title={t`Your invitation`}>
        <Failure problem={standing.problem} />
        <Button variant="default" size="md" fullWidth onClick={() => void invitation.look()}>
          <Trans>Try again</Trans>
        </Button>
      </Card>
    );
  if (standing.is === 'declined')
    return (
      <Card
        title={t`You have declined the invitation`}
        icon={<IconX size={22} stroke={1.7} />}
        tone="calm"
        lead={
          <Trans>
            Its link no longer works. Should you change your mind, ask the person who invited you for a new invitation.
          </Trans>
        }
      />
    );
  if (declining) return <Decline offer={standing.offer} decline={invitation.decline} onKeep={() => setDeclining(false)} />;
  return <Answer key={standing.offer.next} offer={standing.offer} invitation={invitation} onDecline={() => setDeclining(true)} />;
}
