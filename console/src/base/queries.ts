import { QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/client';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Once more at once: a refusal stays one, a lost connection may have been a moment's.
      retry: (failures, error) => failures < 1 && error instanceof Problem && error.isPassing,
      retryDelay: 200,
    },
    mutations: { retry: false },
  },
});
