import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useBlocker } from '@tanstack/react-router';
import confirm from './Confirm.module.css';
import { Dialog } from './Dialog';

/** Asks before the page is left with something changed and not saved; closing the window is asked by the browser itself. */
export function UnsavedChanges({ when }: { when: boolean }) {
  const { t } = useLingui();
  const blocker = useBlocker({ shouldBlockFn: () => when, enableBeforeUnload: when, withResolver: true });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog onClose={blocker.reset} title={t`Leave without saving?`} size={460}>
      <div className={confirm.form}>
        <p>
          <Trans>What you changed on this page is not saved and would be lost.</Trans>
        </p>
        <div className={confirm.footer}>
          <Button variant="default" onClick={blocker.reset} data-autofocus>
            <Trans>Keep editing</Trans>
          </Button>
          <Button color="red" onClick={blocker.proceed}>
            <Trans>Leave without saving</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
