import { useAccount } from '../../account/account';
import { BackLink } from '../../ui/links';

/** The way back to the list, called as the policy calls it. */
export function BackToPeople() {
  const account = useAccount();
  if (!account.can('members:read')) return null;
  return (
    <BackLink to="/a/$acc/users" params={{ acc: account.id }}>
      {account.text('users_page.title')}
    </BackLink>
  );
}
