import { Trans, useLingui } from '@lingui/react/macro';
import { IconUnlink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { boot } from '../base/boot';
import { Card } from './Card';
import classes from './DeadLink.module.css';
import { DoorLink } from './DoorLink';

/** A letter's link that leads nowhere any more. Why, is nobody's business but the server's: the words are always the same. */
export function DeadLink({ title, children }: { title?: string; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <Card
      title={title ?? t`This link no longer works`}
      icon={<IconUnlink size={22} stroke={1.7} />}
      tone="calm"
      lead={<Trans>It was used, withdrawn or replaced by a newer one, or its time has run out.</Trans>}
    >
      <ul className={classes.ways}>
        <li>
          <Trans>If you have got a newer letter, use the link in that one.</Trans>
        </li>
        {children}
      </ul>
    </Card>
  );
}

/** The way on for who needs no link any more. */
export function JoinedAlready() {
  return (
    <li>
      {boot.session ? (
        <Trans>
          If you have joined already, <DoorLink to="/accounts">go to your accounts</DoorLink>.
        </Trans>
      ) : (
        <Trans>
          If you have joined already, <DoorLink to="/sign-in">sign in</DoorLink>.
        </Trans>
      )}
    </li>
  );
}
