import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ask, planOf } from '../../../api/client';
import { useAccount } from '../../../account/account';
import { sessionQuery } from '../../../account/session';
import { Confirm } from '../../../ui/Confirm';
import { toast } from '../../../ui/toast';

interface LeaveDialogProps {
  onClose: () => void;
  onDone?: () => void;
}

const path = '/v1/accounts/{acc}/leave';

/** Leaving an account on one's own. */
export function LeaveDialog({ onClose, onDone }: LeaveDialogProps) {
  const { t } = useLingui();
  const account = useAccount();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { id: acc, name } = account;
  const leaveBehind = async () => {
    onDone?.();
    await navigate({ to: '/accounts' });
    client.removeQueries({ queryKey: ['account', acc] });
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    toast(t`You have left ${name}.`);
  };
  return (
    <Confirm
      danger
      title={t`Leave ${name}?`}
      verb={t`Leave account`}
      plan={async () => planOf(await ask(api.POST(path, { params: { path: { acc }, query: { dry_run: true } } })))}
      act={(digest) => ask(api.POST(path, { params: { path: { acc }, query: { plan_digest: digest } } }))}
      onClose={onClose}
      onDone={() => void leaveBehind()}
    >
      {account.text('member.leave_body', { account: name })}
    </Confirm>
  );
}
