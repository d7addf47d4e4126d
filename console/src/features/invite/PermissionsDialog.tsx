import { Button, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import confirm from '../../ui/Confirm.module.css';
import classes from './InviteForm.module.css';

interface PermissionsDialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** Over the form: what is chosen here holds at once, so there is nothing to cancel. */
export function PermissionsDialog({ title, onClose, children }: PermissionsDialogProps) {
  const { t } = useLingui();
  const isPhone = useMediaQuery('(max-width: 48em)');
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={640}
      fullScreen={isPhone}
      classNames={{ title: confirm.title }}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <div className={classes.form}>
        {children}
        <div className={confirm.footer}>
          <Button onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </div>
      </div>
    </Modal>
  );
}
