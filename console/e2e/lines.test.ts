/** Every line of the requirements in which a person sees or does something is a test here, named by its id; README.md has the rest. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const numbered = (letter: string, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${letter}${first + index}`);

const lines = [
  ...numbered('B', 1, 14),
  ...numbered('P', 1, 10),
  ...numbered('Z', 1, 8),
  ...numbered('C', 1, 10),
  ...numbered('M', 1, 6),
  ...numbered('A', 1, 8),
];

const folder = import.meta.dirname;
const here = (name: string) => readFileSync(join(folder, name), 'utf8');

/** The ids that a test's title begins with. */
function tested(): Set<string> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  const titles = files.flatMap((name) => [...here(name).matchAll(/\btest\(\s*['"`]((?:[A-Z]\d+ )+)/g)].map((match) => match[1]!));
  return new Set(titles.flatMap((ids) => ids.trim().split(' ')));
}

const without = () => new Set([...here('README.md').matchAll(/^\| ([A-Z]\d+) +\| \S.*\|$/gm)].map((match) => match[1]!));

test('every line is tested in the browser, or listed with the reason why it has no page', () => {
  const [done, listed] = [tested(), without()];
  expect(
    lines.filter((line) => !done.has(line) && !listed.has(line)),
    'neither tested nor listed',
  ).toEqual([]);
  expect(
    [...listed].filter((line) => done.has(line) || !lines.includes(line)),
    'listed for nothing',
  ).toEqual([]);
});
