import { IconArrowLeft } from '@tabler/icons-react';
import { useAccount } from '../../account/account';
import { TextLink } from '../../ui/links';
import classes from './MemberHead.module.css';

/** The way back to the list, called as the policy calls it. */
export function BackToPeople() {
  const account = useAccount();
  if (!account.can('members:read')) return null;
  return (
    <TextLink to="/a/$acc/users" params={{ acc: account.id }} className={classes.back}>
      <IconArrowLeft size={16} stroke={1.7} aria-hidden />
      {account.text('users_page.title')}
    </TextLink>
  );
}
