import { Button, Modal } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import confirm from '../../ui/Confirm.module.css';

interface DiscardDialogProps {
  count: number;
  onKeep: () => void;
  onDiscard: () => void;
}

/** Before addresses are lost that were typed and not sent. */
export function DiscardDialog({ count, onKeep, onDiscard }: DiscardDialogProps) {
  const { t } = useLingui();
  return (
    <Modal
      opened
      onClose={onKeep}
      title={<Plural value={count} one="Discard # address?" other="Discard # addresses?" />}
      size={440}
      classNames={{ title: confirm.title }}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
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
    </Modal>
  );
}
