import { Button, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Problem } from '../api/client';
import classes from './ListCard.module.css';
import { FailureText } from './Failure';

/** The card that a list stands in: search and filters above, the rows, what can be leafed below. */
export function ListCard({ toolbar, footer, children }: { toolbar?: ReactNode; footer?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.card}>
      {toolbar !== undefined && <div className={classes.toolbar}>{toolbar}</div>}
      {children}
      {footer !== undefined && <div className={classes.footer}>{footer}</div>}
    </div>
  );
}

/** As many grey rows as will come, so that nothing jumps. */
export function LoadingRows({ rows = 8 }: { rows?: number }) {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`Loading`} className={classes.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.loadingRow}>
          <Skeleton height={34} circle />
          <Skeleton height={12} width="30%" />
          <Skeleton height={12} width="18%" />
        </div>
      ))}
    </div>
  );
}

interface EmptyProps {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  /** One way on. */
  action?: ReactNode;
}

export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={classes.empty}>
      {icon !== undefined && (
        <div className={classes.icon} aria-hidden>
          {icon}
        </div>
      )}
      <h2>{title}</h2>
      {children !== undefined && <p className="muted">{children}</p>}
      {action}
    </div>
  );
}

/** In place of the rows when they could not be had: what failed, that nothing changed, and the way on, if asking again is one. */
export function LoadFailure({ problem, retry }: { problem: Problem; retry: () => void }) {
  const isRefused = problem.status === 403;
  return (
    <div role="alert" className={classes.empty}>
      <h2>{isRefused ? <Trans>You may not see this</Trans> : <Trans>This could not be loaded</Trans>}</h2>
      <p className="muted">
        <FailureText problem={problem} />
      </p>
      {!isRefused && (
        <Button variant="default" onClick={retry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  );
}
