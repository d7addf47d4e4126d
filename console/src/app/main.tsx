import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queries } from '../base/queries';
import { start } from '../base/start';
import { router } from './router';
import { startWatching } from './watch';

startWatching();

void start(
  <QueryClientProvider client={queries}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
