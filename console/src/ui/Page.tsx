import { Title } from '@mantine/core';
import { type ReactNode, useEffect, useId } from 'react';
import classes from './Page.module.css';

interface PageProps {
  title: string;
  description?: ReactNode;
  /** Above the heading: the way back to where this stands. */
  above?: ReactNode;
  /** Beside the heading; on a phone below it. */
  actions?: ReactNode;
  actionsSide?: 'left' | 'right';
  /** A form is easier to read narrow. */
  narrow?: boolean;
  children: ReactNode;
}

/** One page of the console: its only h1, which is the window's title too. */
export function Page({ title, description, above, actions, actionsSide = 'right', narrow = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Roster`;
  }, [title]);
  return (
    <div className={narrow ? classes.narrow : undefined}>
      <header className={classes.head} data-actions={actionsSide}>
        <div className={classes.words}>
          {above}
          <Title order={1} tabIndex={-1}>
            {title}
          </Title>
          {description !== undefined && <p className="muted">{description}</p>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  title: string;
  description?: ReactNode;
  /** Heading and description beside the content, where the window is wide enough. */
  beside?: boolean;
  children: ReactNode;
}

/** A part of a page under a heading of its own: separated by a hairline, never a card in a card. */
export function Section({ title, description, beside = false, children }: SectionProps) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id} data-beside={beside || undefined}>
      <div className={classes.sectionHead}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {description !== undefined && <p className="muted">{description}</p>}
      </div>
      {children}
    </section>
  );
}
