import { IconCrown } from '@tabler/icons-react';
import { useAccount } from '../../account/account';
import classes from './people.module.css';

interface RoleBadgeProps {
  role: string;
  title: string;
  isOwner?: boolean;
}

/** Power is seen at a glance: the owner's crown, an administrator's outline; the rest is plain text. */
export function RoleBadge({ role, title, isOwner = false }: RoleBadgeProps) {
  const { policy } = useAccount();
  if (isOwner)
    return (
      <span className={classes.role} data-owner>
        <IconCrown aria-hidden size={14} stroke={1.9} />
        {title}
      </span>
    );
  const isAdministrator = policy.roles.some((one) => one.id === role && one.administrator);
  if (!isAdministrator) return <span>{title}</span>;
  return (
    <span className={classes.role} data-administrator>
      {title}
    </span>
  );
}
