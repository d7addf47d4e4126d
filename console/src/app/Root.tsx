import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useSession } from '../account/session';
import { at } from '../base/boot';
import { startSettling, useIsSettled } from '../base/settled';
import { LoadingRows } from '../ui/ListCard';
import { OfflineBanner } from './OfflineBanner';
import { prefetched } from './prefetched';
import { useWatch } from './watch';

/** What is said before they are there is said then. */
const Toasts = lazy(prefetched(() => import('./Toasts')));
const SignInAgain = lazy(prefetched(() => import('./SignInAgain')));

export function Root() {
  useFocusOnHeading();
  const { hasEnded } = useWatch();
  const isSettled = useIsSettled();
  useEffect(startSettling, []);
  return (
    <>
      <OfflineBanner />
      <Suspense fallback={<LoadingRows />}>
        <SamePerson />
        <Outlet />
      </Suspense>
      <Suspense>{hasEnded && <SignInAgain />}</Suspense>
      <Suspense>{isSettled && <Toasts />}</Suspense>
    </>
  );
}

/** On another page the focus begins at its heading: who listens hears where they are. */
function useFocusOnHeading(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
      }),
    [router],
  );
}

/** Somebody else has signed in, in another tab: nothing of what is on this page is theirs. */
function SamePerson() {
  const { user } = useSession();
  const [first] = useState(user.id);
  useEffect(() => {
    if (user.id !== first) location.assign(at('/accounts'));
  }, [user.id, first]);
  return null;
}
