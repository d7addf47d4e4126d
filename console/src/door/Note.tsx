import type { ReactNode } from 'react';
import classes from './Note.module.css';

/** One calm line above a form: why one is here. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <p role="status" className={classes.note}>
      {children}
    </p>
  );
}
