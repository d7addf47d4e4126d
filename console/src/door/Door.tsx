import type { ReactNode } from 'react';
import { boot } from '../base/boot';
import { ChangeEmail } from './ChangeEmail';
import { ForgotPassword } from './ForgotPassword';
import { InvitationDoor } from './invitation/InvitationDoor';
import { NotFound } from './NotFound';
import { Register } from './Register';
import { ResetPassword } from './ResetPassword';
import { SignIn } from './SignIn';
import { UndoEmailChange } from './UndoEmailChange';
import { herePath } from './ways';

/** The pages for people who are not signed in, by their paths. Each is loaded as a whole: none needs a router. */
const pages: Record<string, () => ReactNode> = {
  '/sign-in': SignIn,
  '/register': Register,
  '/forgot-password': ForgotPassword,
  '/reset-password': ResetPassword,
  '/change-email': ChangeEmail,
  '/undo-email-change': UndoEmailChange,
};

export function Door() {
  const path = herePath();
  const invitation = /^\/invitations\/([^/]+)\/?$/.exec(path)?.[1];
  if (invitation !== undefined) return <InvitationDoor token={decodeURIComponent(invitation)} />;
  const Found = boot.not_found ? undefined : pages[path.replace(/(.)\/$/, '$1')];
  return Found ? <Found /> : <NotFound />;
}
