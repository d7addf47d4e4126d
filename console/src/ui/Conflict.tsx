import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import confirm from './Confirm.module.css';
import classes from './Conflict.module.css';
import { Dialog } from './Dialog';

export interface ConflictRow {
  label: string;
  mine: ReactNode;
  theirs: ReactNode;
}

interface ConflictProps {
  /** What it is about: a person's or a thing's name. */
  name: string;
  /** Only what is not the same in both. */
  rows: ConflictRow[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  /** Back to the form; nothing is decided. */
  onClose: () => void;
}

/** Somebody else saved the same thing meanwhile: both versions side by side, and one is chosen. */
export function Conflict({ name, rows, onKeepMine, onTakeTheirs, onClose }: ConflictProps) {
  const { t } = useLingui();
  return (
    <Dialog onClose={onClose} size={620} title={t`Somebody else has changed ${name}`}>
      <div className={confirm.form}>
        <p>
          <Trans>Your changes were not saved, because others were saved meanwhile. Choose which hold.</Trans>
        </p>
        <table className={classes.versions}>
          <thead>
            <tr>
              <td />
              <th scope="col">
                <Trans>Yours</Trans>
              </th>
              <th scope="col">
                <Trans>Theirs, saved</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                <td>{row.mine}</td>
                <td>{row.theirs}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className={confirm.footer}>
          <Button variant="default" onClick={onTakeTheirs} data-autofocus>
            <Trans>Take theirs</Trans>
          </Button>
          <Button onClick={onKeepMine}>
            <Trans>Keep mine</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
