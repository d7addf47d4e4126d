/** Where one comes from and where one goes on: other pages of this server, and the token that a letter's link carries. */
import { at, boot } from '../base/boot';

/** The page's path on this server, without what the public URL has before it. */
export function herePath(): string {
  return location.pathname.slice(boot.base.length) || '/';
}

/** Loads another page of this server; what waits for it, such as a button's spinner, waits until it is there. */
export function leave(path: string): Promise<never> {
  location.assign(at(path));
  return new Promise(() => {});
}

/** Where to go on after signing in: a path on this server and nothing else. */
export function nextPath(search = location.search): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  // Browsers read a backslash as a slash, and pass over tabs and line ends.
  const isPath = /^\/(?!\/)[^\\\p{Cc}]*$/u.test(next);
  return isPath && new URL(at(next), location.origin).origin === location.origin ? next : '/';
}

/** The secret of the letter's link. It stands in the fragment, which no server and no log ever sees. */
export function tokenOfLink(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get('token');
}
