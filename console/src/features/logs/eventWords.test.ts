import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { kinds, wordsOf } from './eventWords';

/** The types that the server's sources write, as far as they are of an account's journal. */
function typesOfTheServer(): string[] {
  const source = resolve(import.meta.dirname, '../../../../src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!_test)\.cpp$/.test(file));
  const type = new RegExp(`"((?:${kinds.map((kind) => kind.id).join('|')})\\.[a-z_]+)"`, 'g');
  const types = files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(type)].map((match) => match[1] ?? ''),
  );
  return [...new Set(types)].sort();
}

test('every type of event that the server writes into an account’s journal has words', () => {
  const types = typesOfTheServer();
  expect(types).toContain('member.joined');
  expect(types.filter((type) => typeof wordsOf(type) === 'string')).toEqual([]);
});

test('a type that is not known here is shown as the server calls it', () => {
  expect(wordsOf('weather.changed')).toBe('weather.changed');
});
