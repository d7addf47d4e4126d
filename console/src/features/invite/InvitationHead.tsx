import { Trans, useLingui } from '@lingui/react/macro';
import { IconMail } from '@tabler/icons-react';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { When } from '../../ui/When';
import { Fact } from '../member/Fact';
import head from '../member/MemberHead.module.css';
import people from '../users/people.module.css';
import { SentBy } from '../users/PersonCell';

type Invitation = Schemas['Invitation'];

/** Who is invited, by whom, and what has become of it. */
export function InvitationHead({ invitation }: { invitation: Invitation }) {
  const account = useAccount();
  return (
    <div className={head.head}>
      <div className={head.identity}>
        <span aria-hidden className={people.letter} data-large>
          <IconMail size={20} stroke={1.7} />
        </span>
        <div>
          <p className={head.name}>{invitation.email}</p>
        </div>
      </div>
      <dl className={head.facts}>
        <Fact term={account.text('users_page.column_role')}>{invitation.title}</Fact>
        <Fact term={<Trans>Status</Trans>}>
          <Status invitation={invitation} />
        </Fact>
        <Fact term={<Trans>Sent</Trans>}>
          <SentBy invitation={invitation} />
        </Fact>
        {invitation.status === 'pending' && (
          <Fact term={<Trans>Expires</Trans>}>
            <When time={invitation.expires_at} />
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Status({ invitation: { status, delivery } }: { invitation: Invitation }) {
  const { t } = useLingui();
  const account = useAccount();
  if (status === 'pending' && delivery === 'failed')
    return <span className={people.badge} data-danger>{t`Letter not delivered`}</span>;
  const words = {
    pending: account.text('users_page.status_pending'),
    expired: t`Expired`,
    accepted: t`Accepted`,
    declined: t`Declined`,
    cancelled: t`Cancelled`,
  };
  return (
    <span className={people.badge} data-warn={status === 'expired' || undefined}>
      {words[status]}
    </span>
  );
}
