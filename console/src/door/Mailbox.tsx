import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconMail } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { boot } from '../base/boot';
import { Card } from './Card';
import { DoorLink } from './DoorLink';

/** A letter may be on its way. Whether it is, nobody but the mailbox's owner learns. */
export function Mailbox({ children, onAgain }: { children: ReactNode; onAgain: () => void }) {
  const { t } = useLingui();
  return (
    <Card
      title={t`Look into your mailbox`}
      icon={<IconMail size={22} stroke={1.7} />}
      lead={children}
      below={
        <DoorLink to="/sign-in">
          <Trans>Back to signing in</Trans>
        </DoorLink>
      }
    >
      <p className="muted">
        <Trans>Nothing there after a few minutes? Look among the unwanted mail, and check the address.</Trans>
      </p>
      <MailboxLink />
      <Button variant="default" size="md" fullWidth onClick={onAgain}>
        <Trans>Use another address</Trans>
      </Button>
    </Card>
  );
}

/** On a server for trying things out the letter can be read at once. */
export function MailboxLink() {
  if (!boot.dev_mailbox) return null;
  return (
    <p>
      <DoorLink to="/dev/mailbox">
        <Trans>Open this server’s mailbox</Trans>
      </DoorLink>
    </p>
  );
}
