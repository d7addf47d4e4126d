import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import type { Schemas } from '../../api/client';
import { Failure } from '../../ui/Failure';
import { useSubmit } from '../../ui/submit';
import { Card } from '../Card';
import classes from './Decline.module.css';
import { Offer } from './Offer';

interface DeclineProps {
  offer: Schemas['InvitationOffer'];
  decline: () => Promise<void>;
  onKeep: () => void;
}

/** Asks before the link dies. */
export function Decline({ offer, decline, onKeep }: DeclineProps) {
  const { t } = useLingui();
  const keep = useRef<HTMLButtonElement>(null);
  const { onSubmit, busy, problem } = useSubmit(useForm(), decline);
  useEffect(() => keep.current?.focus(), []);
  return (
    <Card
      title={t`Decline this invitation?`}
      lead={<Trans>Its link stops working at once. To join later you would need a new invitation.</Trans>}
    >
      <Offer offer={offer} />
      <Failure problem={problem} />
      <form className={classes.answers} onSubmit={onSubmit}>
        <Button ref={keep} variant="default" size="md" onClick={onKeep} disabled={busy}>
          <Trans>Keep it</Trans>
        </Button>
        <Button type="submit" color="red" size="md" data-act="decline" loading={busy}>
          <Trans>Decline</Trans>
        </Button>
      </form>
    </Card>
  );
}
