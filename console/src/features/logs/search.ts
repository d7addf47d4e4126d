/** What of the logs' filters stands in the address. */
const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

export interface SignInsSearch {
  user?: string;
}

export function readSignInsSearch(raw: Record<string, unknown>): SignInsSearch {
  return { user: word(raw.user) };
}

export const periods = ['day', 'week', 'month', 'quarter', 'dates'] as const;
export type Period = (typeof periods)[number];

export interface EventsSearch {
  type?: string;
  actor?: string;
  target?: string;
  period?: Period;
  /** Days, of the reader's zone: with the period `dates`. */
  since?: string;
  until?: string;
}

export function readEventsSearch(raw: Record<string, unknown>): EventsSearch {
  return {
    type: word(raw.type),
    actor: word(raw.actor),
    target: word(raw.target),
    period: periods.find((period) => period === raw.period),
    since: word(raw.since),
    until: word(raw.until),
  };
}

const days: Record<Exclude<Period, 'dates'>, number> = { day: 1, week: 7, month: 30, quarter: 90 };

const startOfDay = (day: string, later = 0) => {
  const date = new Date(`${day}T00:00:00`);
  if (Number.isNaN(date.getTime())) return undefined;
  date.setDate(date.getDate() + later);
  return date.toISOString();
};

/** The filter's times as the server wants them: from `since` on, before `until`. */
export function timesOf({ period, since, until }: EventsSearch, now = Date.now()): { since?: string; until?: string } {
  if (period === undefined) return {};
  if (period !== 'dates') return { since: new Date(now - days[period] * 86_400_000).toISOString() };
  return { since: since && startOfDay(since), until: until && startOfDay(until, 1) };
}
