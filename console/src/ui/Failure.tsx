import { Alert } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem } from '../api/client';
import classes from './Failure.module.css';

/** What a refusal says, in one or two sentences. The server's words are in the reader's language already. */
export function FailureText({ problem }: { problem: Problem }) {
  if (problem.isUnreachable)
    return <Trans>The server could not be reached. Nothing was changed. Check your connection and try again.</Trans>;
  if (problem.detail === '')
    return <Trans>The server took too long to answer or answered something unexpected. Nothing was changed.</Trans>;
  const requestId = problem.requestId;
  return (
    <>
      {problem.detail} {problem.remedy}
      {problem.status >= 500 && requestId !== '' && (
        <>
          {' '}
          <Trans>
            Reference: <span className="mono">{requestId}</span>
          </Trans>
        </>
      )}
    </>
  );
}

/** A refusal beside what was refused: in a dialog, above a form. Faults of single fields stand below it. */
export function Failure({ problem, title }: { problem: Problem | null; title?: string }) {
  if (problem === null) return null;
  return (
    <Alert role="alert" className={classes.failure} icon={<IconAlertTriangle size={18} stroke={1.7} />} title={title}>
      <FailureText problem={problem} />
      {problem.errors.length > 1 && (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.pointer + error.code}>{error.detail}</li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
