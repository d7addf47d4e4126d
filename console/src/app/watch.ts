/** What holds for the page as a whole: whether the server can be reached, and whether one is still signed in. */
import { useSyncExternalStore } from 'react';
import { sessionQuery } from '../account/session';
import { onAnswer } from '../api/client';
import { queries } from '../base/queries';

interface State {
  /** The browser has a line. */
  isOnline: boolean;
  /** The last request was answered. */
  isAnswered: boolean;
  /** The session has ended: here, in another tab, or by its age. */
  hasEnded: boolean;
}

let state: State = { isOnline: navigator.onLine, isAnswered: true, hasEnded: false };
const listeners = new Set<() => void>();

function set(part: Partial<State>): void {
  const next = { ...state, ...part };
  if (Object.entries(next).every(([key, value]) => state[key as keyof State] === value)) return;
  state = next;
  for (const tell of listeners) tell();
}

export function useWatch(): State {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => state,
  );
}

/** Goes on where the session had ended: what could not be loaded meanwhile is asked for again. */
export function resume(): void {
  set({ hasEnded: false });
  void queries.invalidateQueries();
}

/** Asks again who one is and what one may do. */
async function lookAtSession(): Promise<void> {
  const before = state.hasEnded;
  try {
    await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    // Signed in again in another tab.
    if (before) resume();
  } catch {
    // Told by onAnswer.
  }
}

const tabs = new BroadcastChannel('roster.session');

/** Tells this browser's other tabs that the session was ended. */
export function tellOtherTabs(): void {
  tabs.postMessage('ended');
}

const pingEvery = 10_000;

export function startWatching(): void {
  onAnswer((refusal) => {
    set({ isAnswered: !refusal?.isUnreachable });
    if (refusal?.code === 'unauthenticated') set({ hasEnded: true });
    // Something may have been taken away while the page was open: the lists that have it are read again when they are shown.
    else if (refusal?.status === 403 || refusal?.status === 404) {
      void queries.invalidateQueries({ queryKey: ['account'], refetchType: 'none' });
      void lookAtSession();
    }
  });
  addEventListener('online', () => set({ isOnline: true }));
  addEventListener('offline', () => set({ isOnline: false }));
  const look = () => {
    if (document.visibilityState === 'visible' && state.isOnline) void lookAtSession();
  };
  addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
  tabs.addEventListener('message', look);
  setInterval(() => {
    if (!state.isAnswered) look();
  }, pingEvery);
}
