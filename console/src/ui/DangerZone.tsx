import type { ReactNode } from 'react';
import classes from './DangerZone.module.css';
import { Section } from './Page';

/** What takes something away or hands it over stands last on a page, each with its meaning beside its button. */
export function DangerZone({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Section beside title={title}>
      <ul className={classes.acts}>{children}</ul>
    </Section>
  );
}

export function DangerousAct({ meaning, children }: { meaning: ReactNode; children: ReactNode }) {
  return (
    <li className={classes.act}>
      <p>{meaning}</p>
      {children}
    </li>
  );
}
