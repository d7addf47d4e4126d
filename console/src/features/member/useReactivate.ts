import { useCallback } from 'react';
import { api, ask, operationKey, type Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { toast, toastFailure } from '../../ui/toast';

/** Lets somebody back in at once: nothing is lost by it, so nothing is asked. */
export function useReactivate(): (member: Schemas['Member']) => Promise<void> {
  const account = useAccount();
  const refresh = useRefresh();
  return useCallback(
    async (member) => {
      try {
        await ask(
          api.POST('/v1/accounts/{acc}/members/{usr}/reactivate', {
            params: { path: { acc: account.id, usr: member.user.id }, header: { 'Idempotency-Key': operationKey() } },
          }),
        );
        toast(account.text('member.reactivate_toast', { name: member.user.name }));
      } catch (error) {
        toastFailure(error);
      }
      await refresh();
    },
    [account, refresh],
  );
}
