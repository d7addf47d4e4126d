import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { DangerousAct, DangerZone } from '../../ui/DangerZone';
import { type MemberAct, useMemberActs } from '../users/acts';
import { useReactivate } from './useReactivate';

const DeactivateDialog = lazy(async () => ({ default: (await import('./dialogs/DeactivateDialog')).DeactivateDialog }));
const RemoveDialog = lazy(async () => ({ default: (await import('./dialogs/RemoveDialog')).RemoveDialog }));
const MakeOwnerDialog = lazy(async () => ({ default: (await import('./dialogs/MakeOwnerDialog')).MakeOwnerDialog }));
const LeaveDialog = lazy(async () => ({ default: (await import('./dialogs/LeaveDialog')).LeaveDialog }));

interface MemberActsProps {
  member: Schemas['Member'];
  isSelf: boolean;
}

/** Making somebody the owner, deactivating and removing: as the policy calls them, and as far as the reader may. */
export function MemberActs({ member, isSelf }: MemberActsProps) {
  if (isSelf) return member.is_owner ? null : <OwnActs />;
  return <OthersActs member={member} />;
}

function OthersActs({ member }: { member: Schemas['Member'] }) {
  const { t } = useLingui();
  const account = useAccount();
  const navigate = useNavigate();
  const reactivate = useReactivate();
  const [asked, setAsked] = useState<MemberAct | null>(null);
  const [busy, setBusy] = useState(false);
  const acts = useMemberActs()(member).filter((act) => act !== 'manage');
  if (acts.length === 0) return null;

  const close = () => setAsked(null);
  const names = { account: account.name, name: member.user.name };
  const letBackIn = async () => {
    setBusy(true);
    await reactivate(member);
    setBusy(false);
  };
  return (
    <DangerZone title={t`Access`}>
      {acts.includes('make_owner') && (
        <DangerousAct meaning={account.text('owner.consequence_new', names)}>
          <Button variant="default" data-act="make-owner" onClick={() => setAsked('make_owner')}>
            {account.text('owner.make')}
          </Button>
        </DangerousAct>
      )}
      {acts.includes('deactivate') && (
        <DangerousAct meaning={account.text('member.deactivate_body', names)}>
          <Button variant="default" data-act="deactivate" onClick={() => setAsked('deactivate')}>
            {account.text('member.deactivate')}
          </Button>
        </DangerousAct>
      )}
      {acts.includes('reactivate') && (
        <DangerousAct meaning={<Trans>They get back in with the role and permissions that they had.</Trans>}>
          <Button variant="default" data-act="reactivate" loading={busy} onClick={() => void letBackIn()}>
            {account.text('member.reactivate')}
          </Button>
        </DangerousAct>
      )}
      {acts.includes('remove') && (
        <DangerousAct meaning={account.text('member.remove_body', names)}>
          <Button variant="outline" color="red" data-act="remove" onClick={() => setAsked('remove')}>
            {account.text('member.remove')}
          </Button>
        </DangerousAct>
      )}
      <Suspense>
        {asked === 'make_owner' && <MakeOwnerDialog member={member} onClose={close} onDone={close} />}
        {asked === 'deactivate' && <DeactivateDialog member={member} onClose={close} onDone={close} />}
        {asked === 'remove' && (
          <RemoveDialog
            member={member}
            onClose={close}
            onDone={() => navigate({ to: '/a/$acc/users', params: { acc: account.id }, ignoreBlocker: true })}
          />
        )}
      </Suspense>
    </DangerZone>
  );
}

/** One's own way out. */
function OwnActs() {
  const { t } = useLingui();
  const account = useAccount();
  const [asked, setAsked] = useState(false);
  return (
    <DangerZone title={t`Access`}>
      <DangerousAct meaning={account.text('member.leave_body', { account: account.name })}>
        <Button variant="outline" color="red" data-act="leave" onClick={() => setAsked(true)}>
          <Trans>Leave account</Trans>
        </Button>
      </DangerousAct>
      <Suspense>{asked && <LeaveDialog onClose={() => setAsked(false)} />}</Suspense>
    </DangerZone>
  );
}
