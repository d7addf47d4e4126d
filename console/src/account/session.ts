/** Who is signed in, and the policies of their accounts. */
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { boot } from '../base/boot';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => ask(api.GET('/v1/session')),
  initialData: boot.session ?? undefined,
  staleTime: 30_000,
});

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: async (): Promise<Schemas['Policy'][]> => (await ask(api.GET('/v1/policies'))).data,
  initialData: boot.policies.length > 0 ? boot.policies : undefined,
  staleTime: Infinity,
});

export function useSession(): Schemas['Session'] {
  return useSuspenseQuery(sessionQuery).data;
}

/** The policy of one of my accounts; nothing until it is there. */
export function usePolicy(id: string): Schemas['Policy'] | undefined {
  return useQuery(policiesQuery).data?.find((policy) => policy.id === id);
}
