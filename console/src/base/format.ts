/** Times, numbers and lists as the reader's language writes them. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "4 minutes ago", "in 6 days": never more exact than a minute. */
export function relativeTime(time: string, now = Date.now()): string {
  const seconds = (Date.parse(time) - now) / 1000;
  const format = new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'auto' });
  for (const [unit, length] of steps) if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  return format.format(0, 'second');
}

export const dateAndTime = (time: string) =>
  new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));

/** With the zone, for tooltips and logs. */
export const exactTime = (time: string) =>
  new Intl.DateTimeFormat(i18n.locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(time));

export const dateOnly = (time: string) => new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium' }).format(new Date(time));

export const number = (value: number) => new Intl.NumberFormat(i18n.locale).format(value);

export const list = (words: string[]) => new Intl.ListFormat(i18n.locale, { type: 'conjunction' }).format(words);

/** A device as the server calls it, "Firefox on Linux", in the reader's words; a dash where it is unknown. */
export function deviceName(device: string): string {
  const [browser, system] = device.split(' on ');
  if (!browser) return '–';
  return system ? t`${browser} on ${system}` : browser;
}

/** Two letters for an avatar; the last two syllables of a Hangul name, as Koreans shorten it. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (/^[\p{Script=Hangul}\s]+$/u.test(trimmed)) return trimmed.replace(/\s/g, '').slice(-2);
  const words = trimmed.split(/[\s.@_-]+/u).filter(Boolean);
  const letters = (words.length > 1 ? [words[0], words[words.length - 1]] : words).map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase();
}
