import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconMail } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { useSession } from '../../account/session';
import { Avatar } from '../../ui/Avatar';
import { TextLink } from '../../ui/links';
import { When } from '../../ui/When';
import { hasRunOut, useInvitationActs } from './acts';
import classes from './people.module.css';

/** Who: the name leads to the person's page. */
export function MemberCell({ member }: { member: Schemas['Member'] }) {
  const account = useAccount();
  const { user: me } = useSession();
  const { user } = member;
  return (
    <Identity
      picture={<Avatar name={user.name} seed={user.id} />}
      name={
        <TextLink to="/a/$acc/users/$usr" params={{ acc: account.id, usr: user.id }} className={classes.name}>
          <bdi>{user.name}</bdi>
        </TextLink>
      }
      marks={
        <>
          {user.id === me.id && (
            <span className="muted">
              <Trans>(you)</Trans>
            </span>
          )}
          {member.status === 'deactivated' && (
            <span className={classes.badge}>{account.text('users_page.status_deactivated')}</span>
          )}
        </>
      }
    >
      {user.email}
    </Identity>
  );
}

/** Who is invited: the address leads to what the invitation gives, as long as that can be changed. */
export function InvitationCell({ invitation, among }: { invitation: Schemas['Invitation']; among: 'members' | 'invitations' }) {
  const account = useAccount();
  const acts = useInvitationActs();
  return (
    <Identity
      picture={
        // Where there are only invitations it would tell nothing.
        among === 'members' && (
          <span aria-hidden className={classes.letter}>
            <IconMail size={16} stroke={1.7} />
          </span>
        )
      }
      name={
        acts(invitation).length > 0 ? (
          <TextLink to="/a/$acc/invitations/$inv" params={{ acc: account.id, inv: invitation.id }} className={classes.name}>
            {invitation.email}
          </TextLink>
        ) : (
          <span className={classes.name}>{invitation.email}</span>
        )
      }
    >
      {among === 'members' && (
        <>
          <InvitationBadge invitation={invitation} isAmongMembers /> <InvitationTimes invitation={invitation} />
        </>
      )}
    </Identity>
  );
}

interface IdentityProps {
  picture: ReactNode;
  name: ReactNode;
  marks?: ReactNode;
  children: ReactNode;
}

function Identity({ picture, name, marks, children }: IdentityProps) {
  return (
    <div className={classes.identity}>
      {picture}
      <div className={classes.words}>
        <span className={classes.nameLine}>
          {name} {marks}
        </span>
        {children !== null && children !== false && <span className={classes.second}>{children}</span>}
      </div>
    </div>
  );
}

/** What is wrong with the invitation, or among members that it is one. */
export function InvitationBadge({
  invitation,
  isAmongMembers = false,
}: {
  invitation: Schemas['Invitation'];
  isAmongMembers?: boolean;
}) {
  const { t } = useLingui();
  const account = useAccount();
  const invited = isAmongMembers && <span className={classes.badge}>{account.text('users_page.status_pending')}</span>;
  if (hasRunOut(invitation))
    return (
      <>
        {invited}
        <span className={classes.badge} data-warn>{t`Expired`}</span>
      </>
    );
  if (invitation.delivery === 'failed')
    return (
      <>
        {invited}
        <span className={classes.badge} data-danger>
          <IconAlertTriangle aria-hidden size={13} stroke={1.9} />
          {t`Letter not delivered`}
        </span>
      </>
    );
  return invited;
}

export function SentBy({ invitation }: { invitation: Schemas['Invitation'] }) {
  const when = <When time={invitation.sent_at} />;
  const who = invitation.invited_by?.name ?? '';
  if (who === '') return when;
  return (
    <span className={classes.sentBy}>
      <Trans>
        {when} <small>by {who}</small>
      </Trans>
    </span>
  );
}

function InvitationTimes({ invitation }: { invitation: Schemas['Invitation'] }) {
  const when = <When time={invitation.sent_at} />;
  const until = <When time={invitation.expires_at} />;
  if (hasRunOut(invitation)) return <Trans>Sent {when}</Trans>;
  return (
    <Trans>
      Sent {when} · expires {until}
    </Trans>
  );
}
