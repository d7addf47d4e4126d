import { type ReactNode, useEffect } from 'react';
import { useAccount } from '../../account/account';
import { Section } from '../../ui/Page';
import { forgetAsked, useAsked } from './asked';
import { InviteForm } from './InviteForm';
import classes from './InviteForm.module.css';
import { InviteResult } from './InviteResult';
import { useInviteForm } from './useInviteForm';
import { useSent } from './useSent';

const footer = (children: ReactNode) => <div className={classes.bottom}>{children}</div>;

/** Inviting at the foot of the page, where the policy puts it. */
export function InviteSection() {
  const account = useAccount();
  const sent = useSent(() => undefined);
  const form = useInviteForm(sent.tell);
  const asked = useAsked();
  useEffect(() => {
    if (asked.length === 0) return;
    forgetAsked();
    document.querySelector<HTMLElement>('main [data-act=invite]')?.focus();
  }, [asked]);
  return (
    <Section beside title={account.text('invite.title', { account: account.name })}>
      {sent.result ? (
        <InviteResult {...sent.result} footer={footer} onClose={sent.close} />
      ) : (
        <InviteForm form={form} footer={footer} />
      )}
    </Section>
  );
}
