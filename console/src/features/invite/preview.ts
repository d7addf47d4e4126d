/** Before anything is sent: who would be left out and why, as the server judges it. */
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, ask, planOf, type Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { keyOf } from './addresses';
import type { GrantBody } from './grant';
import { chunksOf } from './sending';

/** Why an address is left out, in the server's words. */
export interface Verdict {
  email: string;
  detail: string;
  remedy: string;
}

export type Verdicts = ReadonlyMap<string, Verdict>;

export interface Preview {
  /** By the address's key; who is not among them goes out. */
  verdicts: Verdicts;
  /** What is shown is not yet about what is in the form. */
  isChecking: boolean;
  /** Nobody can be invited like this. */
  problem: Problem | null;
}

/** Long enough to type on. */
const pause = 350;

export function usePreview(emails: string[], grant: GrantBody | undefined): Preview {
  const { id: acc } = useAccount();
  // As one text: equal contents are no new question.
  const wanted = useMemo(() => JSON.stringify([emails, grant ?? null]), [emails, grant]);
  const [asked] = useDebouncedValue(wanted, pause);
  const [chunks, body] = useMemo((): [string[][], GrantBody | null] => {
    const [all, what] = JSON.parse(asked) as [string[], GrantBody | null];
    return [what === null ? [] : chunksOf(all), what];
  }, [asked]);

  const answers = useQueries({
    queries: chunks.map((chunk) => ({
      queryKey: ['account', acc, 'invitations', 'preview', body, chunk],
      queryFn: async () => {
        const params = { path: { acc }, query: { dry_run: true } };
        const invitees = chunk.map((email) => ({ email }));
        const plan = planOf(await ask(api.POST('/v1/accounts/{acc}/invitations', { params, body: { invitees, ...body } })));
        return (plan.rows?.left_out ?? []).flatMap((row) => ('email' in row ? [row] : []));
      },
      placeholderData: keepPreviousData,
      gcTime: 60_000,
      retry: false,
    })),
  });
  const left = answers.flatMap((answer) => answer.data ?? []);
  return {
    verdicts: new Map(left.map((row): [string, Verdict] => [keyOf(row.email), row])),
    isChecking: wanted !== asked || answers.some((answer) => answer.isFetching),
    problem: (answers.find((answer) => answer.isError)?.error ?? null) as Problem | null,
  };
}
