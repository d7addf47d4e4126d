/** After an act: all that was read of the account is read again, and one's own standing in it too. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useAccount } from './account';
import { sessionQuery } from './session';

export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  const { id } = useAccount();
  return useCallback(async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['account', id] }),
      client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
    ]);
  }, [client, id]);
}
