import { Button } from '@mantine/core';
import { Plural, Trans } from '@lingui/react/macro';
import classes from './SaveBar.module.css';

interface SaveBarProps {
  changes: number;
  busy: boolean;
  /** It cannot be saved as it is. */
  off?: boolean;
  onDiscard: () => void;
  onSave: () => void;
}

/** Stays in sight while something is changed and not saved. */
export function SaveBar({ changes, busy, off = false, onDiscard, onSave }: SaveBarProps) {
  if (changes === 0) return null;
  return (
    <div className={classes.bar} data-save-bar>
      <p role="status">
        <Plural value={changes} one="# change, not saved" other="# changes, not saved" />
      </p>
      <Button variant="default" onClick={onDiscard} disabled={busy}>
        <Trans>Discard</Trans>
      </Button>
      <Button onClick={onSave} loading={busy} disabled={off}>
        <Trans>Save</Trans>
      </Button>
    </div>
  );
}
