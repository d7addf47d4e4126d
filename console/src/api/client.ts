/** The server's API: typed by the contract, its refusals as one class of error. */
import { i18n } from '@lingui/core';
import createClient, { type Middleware } from 'openapi-fetch';
import { boot } from '../base/boot';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** A refusal as the server says it (RFC 9457), in the reader's language; or that there was no answer at all. */
export class Problem extends Error {
  constructor(
    /** 0: no answer. */
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly remedy: string,
    readonly errors: Schemas['FieldError'][] = [],
    readonly params: Record<string, string | number> = {},
    readonly requestId = '',
    readonly holders: Schemas['Thing'][] = [],
  ) {
    super(detail || code);
  }
  get isUnreachable(): boolean {
    return this.status === 0;
  }
  /** Whether asking once more can help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
  /** The server's word on one field of the body; `pointer` as in RFC 6901 ("/email"). */
  field(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.detail;
  }
}

const prepare: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', i18n.locale || 'en');
    if (request.method === 'PATCH') request.headers.set('Content-Type', 'application/merge-patch+json');
    return request;
  },
};

export const api = createClient<paths>({ baseUrl: `${boot.base}/`, credentials: 'same-origin' });
api.use(prepare);

/** One for each act a person confirms; a repeat of the same act after a lost answer carries the same one. */
export function operationKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Reply<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

function problemOf(body: unknown, response: Response): Problem {
  const said = (typeof body === 'object' && body !== null ? body : {}) as Partial<Schemas['Problem']>;
  return new Problem(
    response.status,
    said.code ?? 'unexpected',
    said.detail ?? '',
    said.remedy ?? '',
    said.errors ?? [],
    said.params ?? {},
    said.request_id ?? '',
    said.holders ?? [],
  );
}

/** What the answer carries, with its ETag; throws a Problem. */
export async function answered<T>(reply: Promise<Reply<T>>): Promise<{ data: T; etag: string | null }> {
  let settled: Reply<T>;
  try {
    settled = await reply;
  } catch {
    throw told(new Problem(0, 'unreachable', '', ''));
  }
  if (!settled.response.ok) throw told(problemOf(settled.error, settled.response));
  hear(null);
  return { data: settled.data as T, etag: settled.response.headers.get('ETag') };
}

/** What the answer carries; throws a Problem. */
export async function ask<T>(reply: Promise<Reply<T>>): Promise<T> {
  return (await answered(reply)).data;
}

type Listener = (refusal: Problem | null) => void;
let hear: Listener = () => {};
/** Told of every answer, and of every refusal or want of one: what holds for the whole page is seen there. */
export function onAnswer(listener: Listener): void {
  hear = listener;
}

function told(refusal: Problem): Problem {
  hear(refusal);
  return refusal;
}

export type DryRun = Schemas['DryRun'];

/** The body of a dry run's answer. The contract says "the thing or the plan"; with dry_run it is the plan. */
export function planOf(body: unknown): DryRun {
  return body as DryRun;
}
