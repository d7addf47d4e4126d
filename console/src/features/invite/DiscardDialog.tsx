import { Button } from '@mantine/core';
import { Plural, Trans } from '@lingui/react/macro';
import confirm from '../../ui/Confirm.module.css';
import { Dialog } from '../../ui/Dialog';

interface DiscardDialogProps {
  count: number;
  onKeep: () => void;
  onDiscard: () => void;
}

/** Before addresses are lost that were typed and not sent. */
export function DiscardDialog({ count, onKeep, onDiscard }: DiscardDialogProps) {
  return (
    <Dialog onClose={onKeep} title={<Plural value={count} one="Discard # address?" other="Discard # addresses?" />} size={440}>
      <div className={confirm.form}>
        <p>
          <Trans>The invitations were not sent.</Trans>
        </p>
        <div className={confirm.footer}>
          <Button variant="default" onClick={onKeep} data-autofocus>
            <Trans>Keep editing</Trans>
          </Button>
          <Button color="red" onClick={onDiscard}>
            <Trans>Discard</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
