import { RouterProvider } from '@tanstack/react-router';
import { start } from '../base/start';
import { router } from './router';

void start(<RouterProvider router={router} />);
