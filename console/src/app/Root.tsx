import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { LoadingRows } from '../ui/ListCard';

export function Root() {
  return (
    <Suspense fallback={<LoadingRows />}>
      <Outlet />
    </Suspense>
  );
}
