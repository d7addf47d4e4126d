import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useAccount } from '../../account/account';
import confirm from '../../ui/Confirm.module.css';
import { DiscardDialog } from './DiscardDialog';
import { InviteForm } from './InviteForm';
import { InviteResult } from './InviteResult';
import { useInviteForm } from './useInviteForm';
import { useSent } from './useSent';
import { Dialog } from '../../ui/Dialog';

const footer = (children: ReactNode) => <div className={confirm.footer}>{children}</div>;

/** Inviting in a dialog. Addresses that were not sent are not lost by a slip of the hand. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const account = useAccount();
  const isPhone = useMediaQuery('(max-width: 48em)');
  const sent = useSent(onClose);
  const form = useInviteForm(sent.tell);
  const [isOver, setIsOver] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const isSending = form.sending.progress !== null;

  const close = () => {
    if (sent.result) sent.close();
    else if (form.isDirty) setDiscarding(true);
    else onClose();
  };
  return (
    <Dialog
      onClose={() => !isSending && close()}
      title={account.text('invite.title', { account: account.name })}
      size={640}
      fullScreen={isPhone}
      closeOnClickOutside={!form.isDirty}
      closeOnEscape={!isOver && !discarding}
    >
      {sent.result ? (
        <InviteResult {...sent.result} footer={footer} onClose={sent.close} />
      ) : (
        <InviteForm form={form} hasAutofocus onOver={setIsOver} footer={footer} onCancel={close} />
      )}
      {discarding && (
        <DiscardDialog
          count={form.going + form.unreadable.length + form.verdicts.size}
          onKeep={() => setDiscarding(false)}
          onDiscard={onClose}
        />
      )}
    </Dialog>
  );
}
