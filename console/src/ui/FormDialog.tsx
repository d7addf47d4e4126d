import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Problem } from '../api/client';
import classes from './Confirm.module.css';
import { Dialog } from './Dialog';
import { Failure } from './Failure';

interface FormDialogProps {
  title: string;
  /** The verb on the button that sends the form. */
  verb: string;
  busy: boolean;
  problem: Problem | null;
  /** Nothing to send yet. */
  off?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A short form in a dialog. The focus is in its first field; a refusal stands above the buttons. */
export function FormDialog({ title, verb, busy, problem, off = false, onSubmit, onClose, children }: FormDialogProps) {
  return (
    <Dialog onClose={onClose} title={title} size={500} closeOnClickOutside={false}>
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !off) onSubmit();
        }}
      >
        {children}
        <Failure problem={problem} />
        <div className={classes.footer}>
          <Button variant="default" onClick={onClose} disabled={busy}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy} disabled={off}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
