import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Note.module.css';

/** One calm line above what can only be looked at: why. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <p className={classes.note}>
      <IconLock size={16} stroke={1.7} aria-hidden />
      <span>{children}</span>
    </p>
  );
}
