import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import confirm from '../../ui/Confirm.module.css';
import classes from './InviteForm.module.css';
import { Dialog } from '../../ui/Dialog';

interface PermissionsDialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** Over the form: what is chosen here holds at once, so there is nothing to cancel. */
export function PermissionsDialog({ title, onClose, children }: PermissionsDialogProps) {
  const isPhone = useMediaQuery('(max-width: 48em)');
  return (
    <Dialog onClose={onClose} title={title} size={640} fullScreen={isPhone}>
      <div className={classes.form}>
        {children}
        <div className={confirm.footer}>
          <Button onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
