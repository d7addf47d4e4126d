import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { boot } from '../base/boot';
import { Card } from './Card';
import { DoorLink } from './DoorLink';
import { Note } from './Note';
import { SignInForm } from './SignInForm';
import { leave, nextPath } from './ways';

/** A sentence that the page before has left for this one: who was signed out by an act of their own reads what became of it. */
const noteLeft = 'roster.sign_in_note';

function takeNote(): string | null {
  try {
    const note = sessionStorage.getItem(noteLeft);
    sessionStorage.removeItem(noteLeft);
    return note;
  } catch {
    return null;
  }
}

function Reason() {
  const reasons: Record<string, ReactNode> = {
    signed_out: <Trans>You are signed out.</Trans>,
    session_ended: <Trans>Your session has ended. Sign in to go on where you were.</Trans>,
    owner_transferred: <Trans>You made somebody else the owner and were signed out. Sign in again to go on.</Trans>,
    password_set: <Trans>Your new password is set. Sign in with it.</Trans>,
  };
  const reason = reasons[new URLSearchParams(location.search).get('reason') ?? ''];
  return reason === undefined ? null : <Note>{reason}</Note>;
}

export function SignIn() {
  const { t } = useLingui();
  // Once: the second call of a strict render would find it taken.
  const [note] = useState(() => taken ?? (taken = takeNote()));
  return (
    <Card
      title={t`Sign in`}
      below={
        boot.open_policies.length > 0 && (
          <Trans>
            New here? <DoorLink to="/register">Register</DoorLink>
          </Trans>
        )
      }
    >
      {note === null ? <Reason /> : <Note>{note}</Note>}
      <SignInForm verb={t`Sign in`} onSignedIn={() => leave(nextPath())} />
      <p>
        <DoorLink to="/forgot-password">
          <Trans>Forgot your password?</Trans>
        </DoorLink>
      </p>
    </Card>
  );
}

let taken: string | null = null;
