import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAccount } from '../../account/account';
import { toast } from '../../ui/toast';
import { sentText } from './InviteResult';
import type { Outcome } from './sending';

export interface Sent {
  /** What has to be read before one goes on: somebody was left out. */
  result: { outcome: Outcome; unreadable: string[] } | null;
  tell: (outcome: Outcome, unreadable: string[]) => void;
  close: () => void;
}

/** After sending: a word when all went out, the list of who did not when somebody was left out. */
export function useSent(onDone: () => void): Sent {
  const { t } = useLingui();
  const account = useAccount();
  const navigate = useNavigate();
  const [result, setResult] = useState<Sent['result']>(null);
  return {
    result,
    tell: (outcome, unreadable) => {
      if (outcome.leftOut.length + unreadable.length > 0) {
        setResult({ outcome, unreadable });
        return;
      }
      toast(sentText(account, outcome.invited), {
        label: t`View`,
        onClick: () =>
          void navigate({ to: '/a/$acc/users', params: { acc: account.id }, search: { tab: 'pending' }, resetScroll: false }),
      });
      onDone();
    },
    close: () => {
      setResult(null);
      onDone();
    },
  };
}
