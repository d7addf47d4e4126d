import { Title, UnstyledButton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useRef } from 'react';
import { at, boot } from '../base/boot';
import { activate, type Language, languages, remember } from '../base/i18n';
import classes from './Card.module.css';
import { DoorLink } from './DoorLink';

interface CardProps {
  title: string;
  icon?: ReactNode;
  tone?: 'accent' | 'calm';
  /** One or two sentences under the heading. */
  lead?: ReactNode;
  children?: ReactNode;
  /** Under the card: the other way. */
  below?: ReactNode;
}

/** One page for people who are not signed in: a card with one thing to do. Its heading is the window's title too. */
export function Card({ title, icon, tone = 'accent', lead, children, below }: CardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(title);
  useEffect(() => {
    document.title = `${title} · Roster`;
    // When what is to be done has changed on this page, say so; when the page is new, leave the focus to its first field.
    if (shown.current !== title) heading.current?.focus();
    shown.current = title;
  }, [title]);
  return (
    <div className={classes.page}>
      <main id="main" className={classes.column}>
        <div className={classes.brand}>
          <img src={at('/icon.svg')} alt="" width={28} height={28} />
          Roster
        </div>
        <div className={classes.card}>
          <div className={classes.head}>
            {icon !== undefined && (
              <span aria-hidden className={classes.icon} data-tone={tone}>
                {icon}
              </span>
            )}
            <Title order={1} ref={heading} tabIndex={-1}>
              {title}
            </Title>
            {lead !== undefined && <p className="muted">{lead}</p>}
          </div>
          {children}
        </div>
        {below !== undefined && <p className={classes.below}>{below}</p>}
      </main>
      <Foot />
    </div>
  );
}

function Foot() {
  const { t, i18n } = useLingui();
  const speak = (language: Language) => {
    remember(language);
    void activate(language);
  };
  return (
    <footer className={classes.foot}>
      {boot.dev_mailbox && (
        <p>
          <Trans>
            This server is for trying things out: the letters that it sends are in{' '}
            <DoorLink to="/dev/mailbox">its mailbox</DoorLink>.
          </Trans>
        </p>
      )}
      <ul className={classes.languages} aria-label={t`Language`}>
        {Object.entries(languages).map(([language, name]) => (
          <li key={language}>
            <UnstyledButton lang={language} aria-pressed={language === i18n.locale} onClick={() => speak(language as Language)}>
              {name}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </footer>
  );
}
