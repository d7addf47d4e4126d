/** Addresses out of whatever was typed, pasted or dropped: lists with any separator, letters' headers, links, tables. */

export interface Address {
  /** As it is going to be sent; of what is no address, as it was written. */
  text: string;
  isAddress: boolean;
}

/** Two spellings of one address. */
export const keyOf = (text: string) => text.toLowerCase();

const longestLocal = 64;
const longest = 254;

/** What the server would take, nearly: it has the last word, but a slip is told at once. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const labels = text.slice(at + 1).split('.');
  const top = labels[labels.length - 1] ?? '';
  return (
    at > 0 &&
    local.length <= longestLocal &&
    text.length <= longest &&
    /^[\w#$&'*+\-/=?^`{|}~.]+$/.test(local) &&
    !/^\.|\.$|\.\./.test(local) &&
    labels.length > 1 &&
    labels.every((label) => /^[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u.test(label)) &&
    top.length > 1 &&
    !/^\d+$/.test(top)
  );
}

/** Every address once, in order, and what looks like it was meant to be one. Nothing is dropped but people's names. */
export function readAddresses(text: string): Address[] {
  return unique(entriesOf(text).flatMap(readEntry));
}

/** A file: a table, of which the column with the addresses counts, or a plain list. */
export function readFile(text: string): Address[] {
  const rows = rowsOf(text);
  const width = Math.max(...rows.map((row) => row.length), 0);
  const columns = Array.from({ length: width }, (_, index) => rows.map((row) => row[index] ?? ''));
  const addresses = (cells: string[]) => cells.filter((cell) => cell.includes('@')).length;
  const fullest = columns.reduce((best, column) => (addresses(column) > addresses(best) ? column : best), []);
  if (addresses(fullest) === 0) return readAddresses(text);
  // The first row may be headings.
  const cells = (fullest[0] ?? '').includes('@') ? fullest : fullest.slice(1);
  return unique(cells.flatMap(readAddresses));
}

/** Those that are not there yet. */
export function added(present: Address[], found: Address[]): Address[] {
  return unique([...present, ...found]);
}

function unique(all: Address[]): Address[] {
  const seen = new Set<string>();
  return all.filter(({ text }) => {
    const isNew = !seen.has(keyOf(text));
    seen.add(keyOf(text));
    return isNew;
  });
}

const separator = /[,;\n\r\t|\u3001\uff0c\uff1b]/;
const quotes: Record<string, string> = { '"': '"', '\u201c': '\u201d', '\u00ab': '\u00bb' };

/** Between separators; one inside of quotes is part of a name. */
function entriesOf(text: string): string[] {
  const entries: string[] = [];
  let entry = '';
  for (let index = 0; index < text.length; ++index) {
    const char = text[index] as string;
    const closing = quotes[char];
    // A name is on one line; a quotation mark without its fellow is only a character.
    const end = closing === undefined ? -1 : text.indexOf(closing, index + 1);
    if (end > 0 && !/[\n\r]/.test(text.slice(index, end)) && isBlank(entry)) {
      entry += text.slice(index, end + 1);
      index = end;
    } else if (separator.test(char)) {
      entries.push(entry);
      entry = '';
    } else {
      entry += char;
    }
  }
  return [...entries, entry];
}

const isBlank = (text: string) => /^[\s\p{Cf}]*$/u.test(text);
const wordsOf = (text: string) => text.split(/[\s\p{Cf}]+/u).filter((word) => word !== '');

/** `Name <address>`, an address, a link to write to, several with spaces between, or none of these. */
function readEntry(entry: string): Address[] {
  if (isBlank(entry)) return [];
  const parts = entry.split(/<([^<>]*@[^<>]*)>/);
  // Every second part stood in angle brackets. What stands before it is whose it is, unless it holds an @ itself.
  if (parts.length > 1) return parts.filter((part, index) => index % 2 === 1 || bare(part).includes('@')).flatMap(readWords);
  return readWords(entry);
}

/** "Mina", "O’Neill-Park,", "박민아", "E-mail:": nobody means these as an address. */
const isName = (word: string) => /^[("']*[\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]*[)"',:]*$/u.test(word);

function readWords(text: string): Address[] {
  const words = wordsOf(text);
  const [first] = words;
  const count = words.filter((word) => word.includes('@')).length;
  if (count === 0) return first === undefined ? [] : [{ text: words.join(' '), isAddress: false }];
  const named = count === 1 ? words.filter((word) => word.includes('@') || !isName(word)) : words;
  return named.map(readWord);
}

const edges = /^[<>()[\]"'“”«»:.]+|[<>()[\]"'“”«»:.!?]+$/g;
const bare = (word: string) => word.replace(edges, '');

function readWord(word: string): Address {
  let text = bare(word);
  if (/^mailto:/i.test(text)) text = decoded(text.slice('mailto:'.length).replace(/\?.*$/, ''));
  return isAddress(text) ? { text, isAddress: true } : { text: word, isAddress: false };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The cells of a file with separated values, whatever separates them. */
function rowsOf(text: string): string[][] {
  const start = text.slice(0, 2000);
  const count = (char: string) => start.split(char).length;
  const between = [',', ';', '\t'].reduce((best, char) => (count(char) > count(best) ? char : best));
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    rows[rows.length - 1]?.push(cell.trim());
    cell = '';
  };
  for (let index = 0; index < text.length; ++index) {
    const char = text[index] as string;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[index + 1] === '"') cell += text[++index];
      else quoted = false;
    } else if (char === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (char === between) {
      endCell();
    } else if (char === '\n' || char === '\r') {
      endCell();
      rows.push([]);
    } else {
      cell += char;
    }
  }
  endCell();
  return rows.filter((row) => row.some((one) => one !== ''));
}
