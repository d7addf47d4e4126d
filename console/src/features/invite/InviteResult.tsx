import { Button, CopyButton } from '@mantine/core';
import { Plural, Trans } from '@lingui/react/macro';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAccount } from '../../account/account';
import { number } from '../../base/format';
import classes from './InviteForm.module.css';
import { LeftOut } from './LeftOut';
import type { Outcome } from './sending';

interface InviteResultProps {
  outcome: Outcome;
  unreadable: string[];
  footer: (children: ReactNode) => ReactNode;
  onClose: () => void;
}

/** Some went out and some did not: both are said, and the list can be taken along. */
export function InviteResult({ outcome, unreadable, footer, onClose }: InviteResultProps) {
  const account = useAccount();
  const { invited, leftOut } = outcome;
  const count = leftOut.length + unreadable.length;
  const text = [...unreadable, ...leftOut.map(({ email, detail, remedy }) => `${email}\t${detail} ${remedy}`)].join('\n');
  return (
    <div className={classes.form}>
      <p className={classes.sent} role="status">
        <IconCheck aria-hidden size={18} stroke={1.9} />
        {sentText(account, invited)}
      </p>
      <div className={classes.part}>
        <p className={classes.label}>
          <Plural value={count} one="One was left out:" other="# were left out:" />
        </p>
        <LeftOut unreadable={unreadable} verdicts={leftOut} />
      </div>
      {footer(
        <>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button variant="default" leftSection={<IconCopy aria-hidden size={16} stroke={1.7} />} onClick={copy}>
                {copied ? <Trans>Copied</Trans> : <Trans>Copy list</Trans>}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose} data-autofocus>
            <Trans>Done</Trans>
          </Button>
        </>,
      )}
    </div>
  );
}

export function sentText(account: ReturnType<typeof useAccount>, invited: string[]): string {
  const [email = ''] = invited;
  return invited.length === 1
    ? account.text('invite.toast', { email })
    : account.text('invite.toast_many', { count: number(invited.length) });
}
