import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useEffect } from 'react';
import type { CurrentAccount } from '../account/account';
import { prefetched } from './prefetched';
import { useShortcutsSetting } from './shortcutsSetting';

const ShortcutList = lazy(prefetched(() => import('./ShortcutList')));

const search = 'main input[type=search], main [role=searchbox]';
const invite = 'main [data-act=invite]';

/** Keys mean themselves in fields, and belong to the dialog or the menu that is open. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target as HTMLElement;
  return target.isContentEditable || target.closest('input, textarea, select, [role=dialog], [role=menu]') !== null;
}

export function Shortcuts({ account }: { account: CurrentAccount | null }) {
  const [isOn] = useShortcutsSetting();
  const [isListed, { open, close }] = useDisclosure(false);
  useEffect(() => {
    if (!isOn) return;
    const press = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const act = {
        '/': () => document.querySelector<HTMLElement>(search)?.focus(),
        i: () => {
          const way = document.querySelector<HTMLElement>(invite);
          way?.focus();
          way?.click();
        },
        '?': open,
      }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [isOn, open]);
  return <Suspense>{isListed && <ShortcutList account={account} onClose={close} />}</Suspense>;
}
