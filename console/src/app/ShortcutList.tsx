import { Trans, useLingui } from '@lingui/react/macro';
import type { CurrentAccount } from '../account/account';
import { Dialog } from '../ui/Dialog';
import { TextLink } from '../ui/links';
import classes from './Shortcuts.module.css';

export default function ShortcutList({ account, onClose }: { account: CurrentAccount | null; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog onClose={onClose} title={t`Keyboard shortcuts`} size={420}>
      <dl className={classes.list}>
        <dt>
          <kbd>/</kbd>
        </dt>
        <dd>
          <Trans>Search in the list</Trans>
        </dd>
        {account?.can('members:invite') && (
          <>
            <dt>
              <kbd>I</kbd>
            </dt>
            <dd>{account.text('invite.button')}</dd>
          </>
        )}
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>
          <Trans>This list</Trans>
        </dd>
        <dt>
          <kbd>Esc</kbd>
        </dt>
        <dd>
          <Trans>Close a dialog or a menu</Trans>
        </dd>
      </dl>
      <p className="muted">
        <Trans>
          They can be switched off in{' '}
          <TextLink to="/me" underline="always">
            My details
          </TextLink>
          .
        </Trans>
      </p>
    </Dialog>
  );
}
