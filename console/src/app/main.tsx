import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { queries } from '../base/queries';
import { start } from '../base/start';
import { router } from './router';
import { startWatching } from './watch';

startWatching();

/** Not needed for the first paint: what is said before they are there is said then. */
const Toasts = lazy(() => import('./Toasts'));

void start(
  <QueryClientProvider client={queries}>
    <Suspense>
      <Toasts />
    </Suspense>
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
