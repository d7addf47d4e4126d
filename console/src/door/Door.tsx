import { SignIn } from './SignIn';

export function Door() {
  return <SignIn />;
}
