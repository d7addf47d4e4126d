import { Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import type { CurrentAccount } from '../account/account';
import dialog from '../ui/Confirm.module.css';
import { TextLink } from '../ui/links';
import { useShortcutsSetting } from './shortcutsSetting';
import classes from './Shortcuts.module.css';

const search = 'main input[type=search], main [role=searchbox]';
const invite = 'main [data-act=invite]';

/** Keys mean themselves in fields, and belong to the dialog or the menu that is open. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target as HTMLElement;
  return target.isContentEditable || target.closest('input, textarea, select, [role=dialog], [role=menu]') !== null;
}

export function Shortcuts({ account }: { account: CurrentAccount | null }) {
  const { t } = useLingui();
  const [isOn] = useShortcutsSetting();
  const [isListed, { open, close }] = useDisclosure(false);
  useEffect(() => {
    if (!isOn) return;
    const press = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const act = {
        '/': () => document.querySelector<HTMLElement>(search)?.focus(),
        i: () => document.querySelector<HTMLElement>(invite)?.click(),
        '?': open,
      }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [isOn, open]);
  return (
    <Modal
      opened={isListed}
      onClose={close}
      title={t`Keyboard shortcuts`}
      size={420}
      closeButtonProps={{ 'aria-label': t`Close` }}
      classNames={{ title: dialog.title }}
    >
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
          They can be switched off in <TextLink to="/me">My details</TextLink>.
        </Trans>
      </p>
    </Modal>
  );
}
