/** Whom to invite, as asked for elsewhere on the page, such as in the word that somebody was removed. */
import { useLingui } from '@lingui/react/macro';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useSyncExternalStore } from 'react';
import { useAccount } from '../../account/account';
import type { Way } from '../../ui/toast';

const nobody: readonly string[] = [];
let asked = nobody;
const listeners = new Set<() => void>();

function set(emails: readonly string[]): void {
  asked = emails;
  for (const tell of listeners) tell();
}

/** Once the form has them, or is gone. */
export const forgetAsked = () => set(nobody);

/** The addresses that the form is asked to take; another list each time. */
export function useAsked(): readonly string[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => asked,
  );
}

/** For who was removed: the way to the form with the addresses in it. Nothing where the reader or the form cannot. */
export function useInviteAgain(): (emails: string[]) => Way | undefined {
  const { t } = useLingui();
  const { id: acc, can, arrangement } = useAccount();
  const router = useRouter();
  return useCallback(
    (emails) => {
      const hasRoom = emails.length === 1 || arrangement('invite.addresses') === 'many';
      if (emails.length === 0 || !hasRoom || !can('members:invite')) return undefined;
      const to = { to: '/a/$acc/users', params: { acc } } as const;
      return {
        label: t`Invite again`,
        onClick: () => {
          set(emails);
          // Where the list is open already it stays as it is.
          if (!router.matchRoute(to)) void router.navigate(to);
        },
      };
    },
    [acc, arrangement, can, router, t],
  );
}
