import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Verdict } from './preview';
import classes from './LeftOut.module.css';

interface LeftOutProps {
  /** No letter can be sent to these as they are written. */
  unreadable?: string[];
  verdicts: Verdict[];
}

const most = 100;

/** Everybody who gets no invitation, each with the reason: nobody wonders where an address went. */
export function LeftOut({ unreadable = [], verdicts }: LeftOutProps) {
  const more = unreadable.length + verdicts.length - most;
  if (unreadable.length + verdicts.length === 0) return null;
  return (
    // Focusable, since it scrolls when it is long.
    <ul className={classes.list} tabIndex={unreadable.length + verdicts.length > 2 ? 0 : undefined}>
      {unreadable.slice(0, most).map((text) => (
        <li key={text} data-unreadable>
          <IconAlertTriangle aria-hidden size={16} stroke={1.7} />
          <span>
            <Trans>
              <b>{text}</b> is not an email address.
            </Trans>
          </span>
        </li>
      ))}
      {verdicts.slice(0, Math.max(0, most - unreadable.length)).map(({ email, detail, remedy }) => (
        <li key={email}>
          <IconAlertTriangle aria-hidden size={16} stroke={1.7} />
          <span>
            <b>{email}</b> <span>{detail}</span> <span className="muted">{remedy}</span>
          </span>
        </li>
      ))}
      {more > 0 && (
        <li className="muted">
          <Trans>… and {more} more.</Trans>
        </li>
      )}
    </ul>
  );
}
