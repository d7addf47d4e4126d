import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { useAccount } from '../../account/account';
import { DangerousAct, DangerZone } from '../../ui/DangerZone';

const LeaveDialog = lazy(async () => ({ default: (await import('../member/dialogs/LeaveDialog')).LeaveDialog }));
const DeleteAccountDialog = lazy(async () => ({ default: (await import('./DeleteAccountDialog')).DeleteAccountDialog }));

/** Leaving the account, for all but its owner; deleting it, for the owner. */
export function WaysOut() {
  const { t } = useLingui();
  const account = useAccount();
  const [asked, setAsked] = useState<'leave' | 'delete' | null>(null);
  const close = () => setAsked(null);
  const { is_owner: isOwner } = account.standing;
  return (
    <DangerZone title={t`Leaving and deleting`}>
      {isOwner ? (
        <DangerousAct
          meaning={<Trans>You own this account, so you cannot leave it. You can once somebody else is its owner.</Trans>}
        >
          <Button variant="outline" color="red" disabled>
            <Trans>Leave account</Trans>
          </Button>
        </DangerousAct>
      ) : (
        <DangerousAct meaning={account.text('member.leave_body', { account: account.name })}>
          <Button variant="outline" color="red" data-act="leave" onClick={() => setAsked('leave')}>
            <Trans>Leave account</Trans>
          </Button>
        </DangerousAct>
      )}
      {account.can('account:delete') && (
        <DangerousAct meaning={<Trans>Everybody loses access at once, and nothing can be restored.</Trans>}>
          <Button variant="outline" color="red" data-act="delete" onClick={() => setAsked('delete')}>
            <Trans>Delete account</Trans>
          </Button>
        </DangerousAct>
      )}
      <Suspense>
        {asked === 'leave' && <LeaveDialog onClose={close} />}
        {asked === 'delete' && <DeleteAccountDialog onClose={close} />}
      </Suspense>
    </DangerZone>
  );
}
