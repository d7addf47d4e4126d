/** When the page that one came for is there: what is not needed to show it is fetched from then on. */
import { useSyncExternalStore } from 'react';
import { queries } from './queries';

let isSettled = false;
const waiting = new Set<() => void>();

const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1));

/** To be called once what the first page asks for has been asked. */
export function startSettling(): () => void {
  const settleIfDone = () => {
    if (isSettled || queries.isFetching() > 0) return;
    isSettled = true;
    for (const tell of waiting) tell();
  };
  const look = () => whenIdle(settleIfDone);
  look();
  return queries.getQueryCache().subscribe(look);
}

function subscribe(tell: () => void): () => void {
  waiting.add(tell);
  return () => waiting.delete(tell);
}

export const useIsSettled = () => useSyncExternalStore(subscribe, () => isSettled);

export function onceSettled(run: () => void): void {
  if (isSettled) run();
  else {
    const leave = subscribe(() => {
      leave();
      run();
    });
  }
}
