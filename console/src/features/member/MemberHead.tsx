import { Badge } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { useSession } from '../../account/session';
import { dateOnly } from '../../base/format';
import { Avatar } from '../../ui/Avatar';
import { When } from '../../ui/When';
import { RoleBadge } from '../users/RoleBadge';
import { Fact } from './Fact';
import classes from './MemberHead.module.css';

/** Who it is, and how they stand in the account. */
export function MemberHead({ member }: { member: Schemas['Member'] }) {
  const account = useAccount();
  const { user } = useSession();
  const { name, email, id } = member.user;
  const lastSeen = account.arrangement('users_page.last_seen') === 'last_active' ? member.last_active_at : member.last_sign_in_at;
  return (
    <div className={classes.head}>
      <div className={classes.identity}>
        <Avatar name={name} seed={id} size={48} />
        <div>
          <p className={classes.name}>
            {name}
            {id === user.id && (
              <span className="muted">
                {' '}
                <Trans>(you)</Trans>
              </span>
            )}
          </p>
          <p className="muted break">{email}</p>
        </div>
      </div>
      <dl className={classes.facts}>
        <Fact term={account.text('users_page.column_role')}>
          <RoleBadge role={member.role} title={member.title} isOwner={member.is_owner} />
        </Fact>
        <Fact term={<Trans>Access</Trans>}>
          {member.status === 'active' ? (
            <Trans>Active</Trans>
          ) : (
            <Badge variant="default">{account.text('users_page.status_deactivated')}</Badge>
          )}
        </Fact>
        <Fact term={account.text('users_page.column_last_seen')}>
          {lastSeen === null ? account.text('users_page.never_seen') : <When time={lastSeen} />}
        </Fact>
        <Fact term={<Trans>Joined</Trans>}>
          <time dateTime={member.joined_at}>{dateOnly(member.joined_at)}</time>
        </Fact>
      </dl>
    </div>
  );
}
