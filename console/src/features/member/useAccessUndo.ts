import { useCallback } from 'react';
import { api, ask } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { toastFailure } from '../../ui/toast';
import { type Access, accessOf, patchOf } from './access';
import type { ReadMember } from './member';

/** Puts a member's access back as it was, unless somebody has changed it since. */
export function useAccessUndo(): (before: Access, saved: ReadMember) => Promise<void> {
  const { id: acc } = useAccount();
  const refresh = useRefresh();
  return useCallback(
    async (before, saved) => {
      try {
        await ask(
          api.PATCH('/v1/accounts/{acc}/members/{usr}', {
            params: {
              path: { acc, usr: saved.data.user.id },
              header: saved.etag === null ? {} : { 'If-Match': saved.etag },
            },
            body: patchOf(accessOf(saved.data), before),
          }),
        );
      } catch (error) {
        toastFailure(error);
      }
      await refresh();
    },
    [acc, refresh],
  );
}
