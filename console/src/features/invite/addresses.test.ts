import { describe, expect, test } from 'vitest';
import { added, isAddress, readAddresses, readFile } from './addresses';

const texts = (text: string) => readAddresses(text).map((one) => (one.isAddress ? one.text : `✗ ${one.text}`));

describe('what people paste', () => {
  test.each([
    ['mina@example.org', ['mina@example.org']],
    ['  mina@example.org \n', ['mina@example.org']],
    ['mina@example.org, jun@example.org;lee@example.org', ['mina@example.org', 'jun@example.org', 'lee@example.org']],
    ['mina@example.org jun@example.org\tlee@example.org', ['mina@example.org', 'jun@example.org', 'lee@example.org']],
    ['Mina Park <mina@example.org>', ['mina@example.org']],
    ['"Park, Mina" <mina@example.org>, Jun <jun@example.org>', ['mina@example.org', 'jun@example.org']],
    ['“Park; Mina” <mina@example.org>', ['mina@example.org']],
    ['박민아 <mina@example.org>; 이준 jun@example.org', ['mina@example.org', 'jun@example.org']],
    ['Mina Park mina@example.org', ['mina@example.org']],
    ['mailto:mina@example.org', ['mina@example.org']],
    ['MAILTO:mina%2Btest@example.org?subject=Hello%20you', ['mina+test@example.org']],
    ['<mina@example.org>', ['mina@example.org']],
    ['(mina@example.org).', ['mina@example.org']],
    ['"mina@example.org","jun@example.org"', ['mina@example.org', 'jun@example.org']],
    ['Mina@Example.org, mina@example.org', ['Mina@Example.org']],
    ['To: mina@example.org', ['mina@example.org']],
    ['o’neill mina@example.org', ['✗ o’neill', 'mina@example.org']],
    ['mina@münchen.example', ['mina@münchen.example']],
    ['mina@서울.example', ['mina@서울.example']],
    ['a"b@example.org', ['✗ a"b@example.org']],
    ['\ufeffmina@example.org\u200b', ['mina@example.org']],
    ['mina@example.org、jun@example.org，lee@example.org', ['mina@example.org', 'jun@example.org', 'lee@example.org']],
  ])('%j', (text, expected) => expect(texts(text)).toEqual(expected));

  test.each([
    ['nonsense', ['✗ nonsense']],
    ['lucia@nowhere', ['✗ lucia@nowhere']],
    ['bob at example.org, mina@example.org', ['✗ bob at example.org', 'mina@example.org']],
    ['mina@example.org not-an-address jun@example.org', ['mina@example.org', '✗ not-an-address', 'jun@example.org']],
    ['a@b@example.org', ['✗ a@b@example.org']],
    ['@example.org', ['✗ @example.org']],
    ['mina@', ['✗ mina@']],
    ['mina@example..org', ['✗ mina@example..org']],
    ['mina..park@example.org', ['✗ mina..park@example.org']],
    ['mina@example.1', ['✗ mina@example.1']],
    ['mina@-example.org', ['✗ mina@-example.org']],
    [`${'a'.repeat(65)}@example.org`, [`✗ ${'a'.repeat(65)}@example.org`]],
  ])('what is no address stays to be seen: %j', (text, expected) => expect(texts(text)).toEqual(expected));

  test.each(['', ' ', '\n\n', ',;,', '\t \u200b'])('nothing: %j', (text) => expect(readAddresses(text)).toEqual([]));
});

describe('files', () => {
  const file = (text: string) => readFile(text).map((one) => (one.isAddress ? one.text : `✗ ${one.text}`));
  test('a column each', () =>
    expect(file('Name,Email,Role\r\n"Park, Mina",mina@example.org,Admin\r\nJun,jun@example.org,User\r\n')).toEqual([
      'mina@example.org',
      'jun@example.org',
    ]));
  test('semicolons, as spreadsheets write them in half of Europe', () =>
    expect(file('Nom;Courriel\nLéa;lea@example.org\nZoé;zoe@example.org')).toEqual(['lea@example.org', 'zoe@example.org']));
  test('without headings', () =>
    expect(file('mina@example.org,Mina\njun@example.org,Jun')).toEqual(['mina@example.org', 'jun@example.org']));
  test('one column', () =>
    expect(file('Email\nmina@example.org\njun@example.org')).toEqual(['mina@example.org', 'jun@example.org']));
  test('a cell that is no address is kept', () =>
    expect(file('Name,Email\nMina,mina@example.org\nJun,none yet\nLee,lee@example.org')).toEqual([
      'mina@example.org',
      '✗ none yet',
      'lee@example.org',
    ]));
  test('quotes within quotes', () =>
    expect(file('"Mina ""Mi"" Park","mina@example.org"\n"Jun","jun@example.org"')).toEqual([
      'mina@example.org',
      'jun@example.org',
    ]));
  test('no addresses at all', () => expect(file('a,b\nc,d')).toEqual(['✗ a', '✗ b', '✗ c', '✗ d']));
});

/** A small generator with a seed: the same cases each time, and which one failed can be told. */
function random(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const of = <T>(all: readonly T[]): T => all[below(all.length)] as T;
  const word = (letters: string, least: number, most: number) =>
    Array.from({ length: least + below(most - least + 1) }, () => of([...letters])).join('');
  return { below, of, word };
}

const atoms = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#$&'*+-/=?^_`{|}~";
const letters = 'abcdefghijklmnopqrstuvwxyz';
const plain = letters + '0123456789_+-';

function someAddress({ of, word, below }: ReturnType<typeof random>, localLetters: string): string {
  const local = Array.from({ length: 1 + below(3) }, () => word(localLetters, 1, 8)).join('.');
  const labels = Array.from({ length: 1 + below(2) }, () => word(letters + '0123456789', 1, 8));
  return `${local}@${[...labels, of(['org', 'example', 'co', 'kr', 'museum'])].join('.')}`;
}

describe('whatever is generated', () => {
  const rounds = Array.from({ length: 400 }, (_, seed) => seed);
  const once = (all: string[]) => {
    const seen = new Set<string>();
    return all.filter((one) => !seen.has(one.toLowerCase()) && seen.add(one.toLowerCase()));
  };

  test('every address that the server takes is one', () => {
    for (const seed of rounds) expect(isAddress(someAddress(random(seed), atoms))).toBe(true);
  });

  test('a list is read whole and in order, whatever separates it and however its people are named', () => {
    const separators = [',', ';', ' ', '\n', '\r\n', '\t', ', ', ' ; ', ',\n', '\n\n', ' | ', '，'];
    for (const seed of rounds) {
      const draw = random(seed);
      const all = Array.from({ length: 1 + draw.below(30) }, () => someAddress(draw, plain));
      const dress = (address: string) =>
        draw.of([
          address,
          `<${address}>`,
          `Mina Park <${address}>`,
          `"Park, Mina; von" <${address}>`,
          `mailto:${address}`,
          `'${address}'`,
          `박민아 <${address}>`,
        ]);
      // After a name in quotes or angle brackets a space alone does not begin the next entry of a name.
      const between = draw.of(separators.filter((one) => one.trim() !== '' || one.includes('\n') || one === '\t'));
      const found = texts(all.map(dress).join(between));
      expect(found, `seed ${seed}`).toEqual(once(all));
      expect(texts(all.join(draw.of(separators))), `plain, seed ${seed}`).toEqual(once(all));
    }
  });

  test('nothing with an @ is ever dropped', () => {
    const pieces = [
      '@',
      '.',
      ',',
      ';',
      ' ',
      '\n',
      '<',
      '>',
      '"',
      "'",
      '“',
      '”',
      '«',
      '»',
      'mailto:',
      'Mina',
      'a',
      'b.org',
      '%',
      '?',
      '(',
      ')',
    ];
    for (const seed of Array.from({ length: 3000 }, (_, index) => index)) {
      const draw = random(seed);
      const text = Array.from({ length: 1 + draw.below(24) }, () => draw.of(pieces)).join('');
      const found = readAddresses(text);
      const kept = found.map((one) => one.text).join(' ');
      if (text.includes('@')) expect(kept.includes('@'), `seed ${seed}: ${JSON.stringify(text)}`).toBe(true);
      for (const one of found) if (one.isAddress) expect(isAddress(one.text)).toBe(true);
    }
  });

  test('what was read is read the same again', () => {
    for (const seed of rounds) {
      const draw = random(seed);
      const all = Array.from({ length: 1 + draw.below(20) }, () => someAddress(draw, plain));
      const found = readAddresses(all.join(draw.of([',', ' ', '\n'])));
      expect(readAddresses(found.map((one) => one.text).join(', '))).toEqual(found);
      expect(added(found, found)).toEqual(found);
    }
  });

  test('ten thousand are read in the blink of an eye', () => {
    const all = Array.from({ length: 10_000 }, (_, index) => `person.${index}@team.example`);
    const start = performance.now();
    expect(readAddresses(all.join(', '))).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
