/** The letters that the server wrote into its folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './server';

export interface Letter {
  file: string;
  to: string;
  subject: string;
  text: string;
  /** The first link of the text part. */
  link: string;
}

function decode(body: string, encoding: string): string {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(encoding)) return body;
  const bytes = body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function header(head: string, name: string): string {
  const found = new RegExp(`^${name}:\\s*(.*(?:\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? '';
  return found
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, word: string) => Buffer.from(word, 'base64').toString('utf8'))
    .replace(/=\?utf-8\?q\?([^?]*)\?=/gi, (_, word: string) => decode(word.replace(/_/g, ' '), 'quoted-printable'))
    .replace(/\n[ \t]/g, ' ');
}

function read(file: string): Letter {
  const message = readFileSync(file, 'latin1').replace(/\r/g, '');
  const head = message.slice(0, message.indexOf('\n\n'));
  const boundary = /boundary="?([^";\n]+)"?/i.exec(head)?.[1];
  const parts = boundary ? message.split(`--${boundary}`) : [message];
  const plain = parts.find((part) => /content-type:\s*text\/plain/i.test(part.slice(0, part.indexOf('\n\n')))) ?? message;
  const partHead = plain.slice(0, plain.indexOf('\n\n', 1));
  const text = decode(plain.slice(plain.indexOf('\n\n', 1) + 2), header(partHead.trimStart(), 'Content-Transfer-Encoding'));
  return { file, to: header(head, 'To'), subject: header(head, 'Subject'), text, link: /https?:\/\/\S+/.exec(text)?.[0] ?? '' };
}

export class Mailbox {
  constructor(private readonly folder: string) {}

  all(): Letter[] {
    if (!existsSync(this.folder)) return [];
    const files = readdirSync(this.folder).filter((name) => name.endsWith('.eml'));
    return files.sort().map((name) => read(join(this.folder, name)));
  }

  to(address: string): Letter[] {
    return this.all().filter((letter) => letter.to.includes(address));
  }

  /** The newest letter to that address whose link holds `part`, as soon as there are `count` of them. */
  async link(address: string, part: string, count = 1): Promise<string> {
    const letters = await until(`letter ${part} to ${address}`, () => {
      const found = this.to(address).filter((letter) => letter.link.includes(part));
      return found.length >= count ? found : null;
    });
    return letters[letters.length - 1]!.link;
  }
}

/** The secret of a link. */
export function tokenOf(link: string): string {
  return decodeURIComponent(/#token=(.+)$/.exec(link)?.[1] ?? link.slice(link.lastIndexOf('/') + 1));
}
