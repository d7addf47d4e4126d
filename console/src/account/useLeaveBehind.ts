import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useAccount } from './account';
import { sessionQuery } from './session';

/** Away from an account that is no longer one's own: first the page, then what was read of it. */
export function useLeaveBehind(): () => Promise<void> {
  const { id: acc } = useAccount();
  const navigate = useNavigate();
  const client = useQueryClient();
  return useCallback(async () => {
    await navigate({ to: '/accounts', ignoreBlocker: true });
    client.removeQueries({ queryKey: ['account', acc] });
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }, [acc, client, navigate]);
}
