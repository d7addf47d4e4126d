import { useAccount } from '../../account/account';
import { BackLink } from '../../ui/links';
import type { Tab } from '../users/search';

/** The way back to the list, called as the policy calls it. */
export function BackToPeople({ tab }: { tab?: Tab }) {
  const account = useAccount();
  if (!account.can('members:read')) return null;
  return (
    <BackLink to="/a/$acc/users" params={{ acc: account.id }} search={{ tab }}>
      {account.text('users_page.title')}
    </BackLink>
  );
}
