/** One act on many people: the calls that it takes, what they would do, what they did. */
import type { CurrentAccount } from '../../account/account';
import { api, ask, type DryRun, planOf, type Schemas } from '../../api/client';
import type { Person } from './people';
import type { Selection } from './selection';
import type { ManyAct } from './SelectionBar';
import type { View } from './view';

type Action = Schemas['BulkRequest']['action'];

export interface Call {
  action: Action;
  target: { ids: string[] } | { filter: Schemas['BulkFilter'] };
}

export interface LeftOut {
  id: string;
  detail: string;
  remedy: string;
}

/** As many ids as one call takes; of a filter's matches it takes the first so many. */
const most = 1000;

export function callsOf(act: ManyAct, selection: Selection, view: View): Call[] {
  const people = [...selection.people.values()];
  const calls: Call[] = [];
  const add = (action: Action | null, kind: Person['kind'], status: Schemas['BulkFilter']['status'] | undefined) => {
    if (action === null) return;
    if (selection.isEverybody) {
      calls.push({ action, target: { filter: { status, role: view.search.role, q: view.search.q } } });
      return;
    }
    const ids = people.filter((one) => one.kind === kind && fits(one, action)).map((one) => one.id);
    for (let from = 0; from < ids.length; from += most) calls.push({ action, target: { ids: ids.slice(from, from + most) } });
  };
  if (view.members !== undefined) add(act.members, 'member', view.members === 'both' ? statusFor(act.members) : view.members);
  if (view.invitations) add(act.invitations, 'invitation', 'open');
  return calls;
}

/** Of everybody, those with whom the act can be done at all. */
const statusFor = (action: ManyAct['members']) =>
  action === 'deactivate' ? 'active' : action === 'reactivate' ? 'deactivated' : undefined;

const fits = (person: Person, action: Action) =>
  person.kind === 'invitation' || statusFor(action as ManyAct['members']) === undefined
    ? true
    : person.member.status === statusFor(action as ManyAct['members']);

const path = '/v1/accounts/{acc}/members/bulk';
const bodyOf = ({ action, target }: Call): Schemas['BulkRequest'] => ({ action, ...target });

/** What all calls together would do; of a filter with more than a call takes, what the first one would. */
export async function planMany(account: CurrentAccount, calls: Call[]): Promise<DryRun> {
  const plans: DryRun[] = [];
  for (const call of calls) {
    const params = { path: { acc: account.id }, query: { dry_run: true } };
    plans.push(planOf(await ask(api.POST(path, { params, body: bodyOf(call) }))));
  }
  const rows = plans.flatMap((plan) => plan.rows ?? []);
  return {
    dry_run: true,
    effects: plans.flatMap((plan) => plan.effects),
    plan_digest: JSON.stringify(plans.map((plan) => plan.plan_digest)),
    rows: {
      done: sum(rows.map((row) => row.done)),
      left_out: rows.flatMap((row) => row.left_out),
      remaining: sum(rows.map((row) => row.remaining)),
    },
  };
}

export interface Outcome {
  done: string[];
  leftOut: LeftOut[];
}

/** Does it: exactly what was shown, and then, where more match than a call takes, the rest of them. */
export async function doMany(
  account: CurrentAccount,
  calls: Call[],
  digests: string[],
  key: string,
  progress: (done: number) => void,
): Promise<Outcome> {
  const outcome: Outcome = { done: [], leftOut: [] };
  for (const [index, call] of calls.entries()) {
    for (let round = 0, last = 0; round <= last; ++round) {
      const answer = await ask(
        api.POST(path, {
          params: {
            path: { acc: account.id },
            query: round === 0 ? { plan_digest: digests[index] } : {},
            header: { 'Idempotency-Key': `${key}-${index}-${round}` },
          },
          body: bodyOf(call),
        }),
      );
      if (!('results' in answer)) throw new Error('a preview where the act was asked for');
      const left = answer.results.flatMap((row) => ('detail' in row ? [row] : []));
      outcome.done.push(...answer.results.filter((row) => row.outcome === 'done').map((row) => row.id));
      // Who is left out still matches, and is met again each time.
      outcome.leftOut.push(...left.filter((row) => !outcome.leftOut.some((known) => known.id === row.id)));
      progress(outcome.done.length);
      const { remaining } = answer.summary;
      // Whoever is sent a letter again still matches, and comes last: as many rounds as there were people at first.
      if (call.action === 'resend') last = round === 0 ? Math.ceil(remaining / most) : last;
      else if (remaining > 0 && answer.summary.done > 0) last = round + 1;
    }
  }
  return outcome;
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
