/** The release binary with a data folder of its own: SQLite, letters in a folder, a clock that the test moves. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '../../..');
const binary = process.env.ROSTER_BINARY ?? join(repository, 'build/release/roster');

/** Waits on a condition; never longer than it takes. */
export async function until<T>(what: string, look: () => T | Promise<T>, limit = 30_000): Promise<NonNullable<T>> {
  const end = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<T>;
    if (Date.now() > end) throw new Error(`still not: ${what}`);
    await new Promise((wake) => setTimeout(wake, 10));
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

export interface ServerOptions {
  /** More of roster.toml. */
  settings?: string;
  arguments?: string[];
  /** Fills it with the demo's accounts first; more words for `roster demo`. */
  demo?: string[];
}

export class Server {
  private process: ChildProcess | null = null;
  private clockOffset = 0n;
  private constructor(
    readonly url: string,
    readonly data: string,
    private readonly options: ServerOptions,
  ) {}

  static async start(options: ServerOptions = {}): Promise<Server> {
    const data = mkdtempSync(join(tmpdir(), 'roster-e2e-'));
    const clock = join(data, 'clock');
    writeFileSync(clock, Buffer.alloc(8));
    // One person signs in for each of many scenes.
    const limits = '[limits]\nsign_ins_per_user = 1000000\nbulk_rows_per_user_per_minute = 1000000000\n';
    const testing = `[testing]\nclock_file = "${clock}"\ncheap_passwords = true\n`;
    writeFileSync(join(data, 'roster.toml'), `${options.settings ?? ''}\n${limits}${testing}`);
    const server = new Server(`http://127.0.0.1:${await freePort()}`, data, options);
    if (options.demo) server.roster('demo', ...options.demo);
    await server.run();
    return server;
  }

  /** A command of the binary on this server's data. */
  roster(...words: string[]): string {
    const done = spawnSync(binary, [...words, '--config', join(this.data, 'roster.toml'), '--data', this.data], {
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(`roster ${words.join(' ')}: ${done.stdout}${done.stderr}`);
    return done.stdout;
  }

  async run(): Promise<void> {
    const log = openSync(join(this.data, 'server.log'), 'a');
    this.process = spawn(
      binary,
      [
        ...['serve', '--config', join(this.data, 'roster.toml'), '--data', this.data],
        ...['--listen', this.url.slice('http://'.length), '--public-url', this.url],
        ...['--mail', `dir:${this.mailFolder}`, '--log-level', 'info'],
        ...(this.options.arguments ?? []),
      ],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
    await until('ready', () => {
      if (this.process?.exitCode !== null && this.process !== null) throw new Error(this.log());
      return fetch(`${this.url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
    });
  }

  async kill(): Promise<void> {
    const process = this.process;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const gone = new Promise((done) => process.once('exit', done));
    process.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** The server's clock goes on by so much; the browser's does not. */
  advance(milliseconds: number): void {
    this.clockOffset += BigInt(milliseconds);
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(this.clockOffset);
    // In place: the server has the file mapped.
    const file = openSync(join(this.data, 'clock'), 'r+');
    writeSync(file, bytes, 0, 8, 0);
    closeSync(file);
  }

  get mailFolder(): string {
    return join(this.data, 'mail');
  }

  log(): string {
    return readFileSync(join(this.data, 'server.log'), 'utf8');
  }
}
