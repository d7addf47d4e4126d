import { useLingui } from '@lingui/react/macro';
import { api, ask, planOf } from '../../../api/client';
import { useAccount } from '../../../account/account';
import { useLeaveBehind } from '../../../account/useLeaveBehind';
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
  const leaveBehind = useLeaveBehind();
  const { id: acc, name } = account;
  return (
    <Confirm
      danger
      title={t`Leave ${name}?`}
      verb={t`Leave account`}
      plan={async () => planOf(await ask(api.POST(path, { params: { path: { acc }, query: { dry_run: true } } })))}
      act={(digest) => ask(api.POST(path, { params: { path: { acc }, query: { plan_digest: digest } } }))}
      onClose={onClose}
      onDone={() => {
        onDone?.();
        void leaveBehind().then(() => toast(t`You have left ${name}.`));
      }}
    >
      {account.text('member.leave_body', { account: name })}
    </Confirm>
  );
}
