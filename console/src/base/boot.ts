/** What the server writes into the page so that the first paint needs no question: see src/console in the server. */
import type { components } from '../api/schema';

export interface Boot {
  /** The path of the public URL ("" or "/roster"): it stands before every path of this server. */
  base: string;
  /** The signed-in user's language, else what the browser asks for, else English. */
  language: 'en' | 'fr' | 'ko';
  /** The body of `GET /v1/session`; null for who is not signed in. */
  session: components['schemas']['Session'] | null;
  /** The policies of the session's accounts, as `GET /v1/policies` has them; empty for who is not signed in. */
  policies: components['schemas']['Policy'][];
  /** The page was not found, or the invitation's link is dead (the answer's status is 404). */
  not_found: boolean;
  /** Whether people may register themselves, and for which policies they may open an account. */
  open_policies: { id: string; title: string; description: string }[];
  /** Letters can be read at /dev/mailbox: a server for trying. */
  dev_mailbox: boolean;
}

const none: Boot = {
  base: '',
  language: 'en',
  session: null,
  policies: [],
  not_found: false,
  open_policies: [],
  dev_mailbox: false,
};

function read(): Boot {
  const text = document.getElementById('boot')?.textContent ?? '';
  // Served by the development server, the placeholder is still there.
  return text.startsWith('{{') || text === '' ? none : { ...none, ...(JSON.parse(text) as Partial<Boot>) };
}

export const boot: Boot = read();

/** The address of a page of this server, from its path. */
export const at = (path: string): string => boot.base + path;
