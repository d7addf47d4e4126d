import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queries } from '../base/queries';
import { start } from '../base/start';
import { router } from './router';
import { startWatching } from './watch';

startWatching();

void start(
  <QueryClientProvider client={queries}>
    <Notifications position="bottom-left" autoClose={8000} limit={3} />
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
