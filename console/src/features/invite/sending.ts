/** Sends invitations: as many calls as they take, each repeated with the same key when its answer was lost. */
import { useRef, useState } from 'react';
import { api, ask, operationKey, Problem, type Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import type { GrantBody } from './grant';
import type { Verdict } from './preview';

/** As many addresses as one call takes. */
const most = 1000;

export function chunksOf<One>(all: One[]): One[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) => all.slice(index * most, (index + 1) * most));
}

export interface Outcome {
  invited: string[];
  leftOut: Verdict[];
}

export interface Letter {
  message: string;
  locale: Schemas['Locale'];
}

export interface Sending {
  /** Nothing where nothing is under way. */
  progress: { done: number; total: number } | null;
  /** What went wrong on the way, and how many had gone out before. */
  failure: { problem: Problem; sent: number } | null;
  send: (emails: string[], grant: GrantBody, letter: Letter) => Promise<Outcome | null>;
  forgetFailure: () => void;
}

export function useSending(): Sending {
  const { id: acc } = useAccount();
  const refresh = useRefresh();
  const [progress, setProgress] = useState<Sending['progress']>(null);
  const [failure, setFailure] = useState<Sending['failure']>(null);
  // What is tried again unchanged is the same act: the server then answers as it did, and nobody gets two letters.
  const keys = useRef(new Map<string, string>());
  const isRunning = useRef(false);

  const post = async (body: Schemas['InviteRequest']) => {
    const text = JSON.stringify(body);
    const key = keys.current.get(text) ?? operationKey();
    keys.current.set(text, key);
    const params = { path: { acc }, header: { 'Idempotency-Key': key } };
    const answer = await ask(api.POST('/v1/accounts/{acc}/invitations', { params, body }));
    if (!('results' in answer)) throw new Error('a preview where sending was asked for');
    return answer.results;
  };

  const send: Sending['send'] = async (emails, grant, { message, locale }) => {
    if (isRunning.current) return null;
    isRunning.current = true;
    const outcome: Outcome = { invited: [], leftOut: [] };
    const total = emails.length;
    setFailure(null);
    setProgress({ done: 0, total });
    try {
      for (const chunk of chunksOf(emails)) {
        const invitees = chunk.map((email) => ({ email }));
        const text = message.trim();
        for (const row of await post({ invitees, ...grant, locale, ...(text !== '' && { message: text }) })) {
          if ('detail' in row) outcome.leftOut.push(row);
          else outcome.invited.push(row.email);
        }
        setProgress({ done: outcome.invited.length + outcome.leftOut.length, total });
      }
      keys.current.clear();
      return outcome;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setFailure({ problem: error, sent: outcome.invited.length });
      return null;
    } finally {
      isRunning.current = false;
      setProgress(null);
      void refresh();
    }
  };
  return { progress, failure, send, forgetFailure: () => setFailure(null) };
}
