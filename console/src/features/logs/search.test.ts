import { describe, expect, test } from 'vitest';
import { readEventsSearch, timesOf } from './search';

describe('the times of a filter', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');

  test('a period counts back from now', () => {
    expect(timesOf({ period: 'week' }, now)).toEqual({ since: '2026-11-15T12:00:00.000Z' });
  });
  test('a last day is in it as a whole', () => {
    const { since, until } = timesOf({ period: 'dates', since: '2026-11-01', until: '2026-11-02' });
    expect(Date.parse(until!) - Date.parse(since!)).toBe(2 * 86_400_000);
  });
  test('no period is no limit, and neither is half a date', () => {
    expect(timesOf({})).toEqual({});
    expect(timesOf({ period: 'dates', since: '2026-13' })).toEqual({ since: undefined, until: undefined });
  });
});

test('what stands in the address and is no filter is left out', () => {
  expect(readEventsSearch({ type: '', period: 'yesterday', actor: 'usr_1', since: 4 })).toEqual({ actor: 'usr_1' });
});
