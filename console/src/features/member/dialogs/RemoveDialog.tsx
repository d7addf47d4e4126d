import { api, ask, planOf } from '../../../api/client';
import { useAccount } from '../../../account/account';
import { useRefresh } from '../../../account/refresh';
import { Confirm } from '../../../ui/Confirm';
import { toast } from '../../../ui/toast';
import { useInviteAgain } from '../../invite/asked';
import type { MemberDialogProps } from './dialog';

const path = '/v1/accounts/{acc}/members/{usr}';

/** Removing ends the membership for good: who comes back needs a new invitation. */
export function RemoveDialog({ member, onClose, onDone }: MemberDialogProps) {
  const account = useAccount();
  const refresh = useRefresh();
  const inviteAgain = useInviteAgain();
  const { name, email } = member.user;
  const at = { acc: account.id, usr: member.user.id };
  return (
    <Confirm
      danger
      title={account.text('member.remove_title', { name, account: account.name })}
      verb={account.text('member.remove_confirm')}
      plan={async () => planOf(await ask(api.DELETE(path, { params: { path: at, query: { dry_run: true } } })))}
      act={(digest) => ask(api.DELETE(path, { params: { path: at, query: { plan_digest: digest } } }))}
      onClose={onClose}
      onDone={() => {
        toast(account.text('member.remove_toast', { name }), inviteAgain([email]));
        // First the page is left, then what was read of the one who is gone is asked for again.
        void Promise.resolve(onDone()).then(refresh);
      }}
    >
      {account.text('member.remove_body', { account: account.name })}
    </Confirm>
  );
}
