import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, ask, operationKey, planOf } from '../../../api/client';
import { useAccount } from '../../../account/account';
import { useRefresh } from '../../../account/refresh';
import { Confirm } from '../../../ui/Confirm';
import { toast } from '../../../ui/toast';
import { useReactivate } from '../useReactivate';
import type { MemberDialogProps } from './dialog';

const path = '/v1/accounts/{acc}/members/{usr}/deactivate';

/** Deactivating keeps everything; the toast takes it back. */
export function DeactivateDialog({ member, onClose, onDone }: MemberDialogProps) {
  const { t } = useLingui();
  const account = useAccount();
  const refresh = useRefresh();
  const reactivate = useReactivate();
  const [key] = useState(operationKey);
  const { name } = member.user;
  const at = { acc: account.id, usr: member.user.id };
  return (
    <Confirm
      title={account.text('member.deactivate_title', { name, account: account.name })}
      verb={account.text('member.deactivate_confirm')}
      plan={async () => planOf(await ask(api.POST(path, { params: { path: at, query: { dry_run: true } } })))}
      act={(digest) =>
        ask(api.POST(path, { params: { path: at, query: { plan_digest: digest }, header: { 'Idempotency-Key': key } } }))
      }
      onClose={onClose}
      onDone={() => {
        toast(account.text('member.deactivate_toast', { name }), { label: t`Undo`, onClick: () => void reactivate(member) });
        void refresh();
        onDone();
      }}
    >
      {account.text('member.deactivate_body', { account: account.name })}
    </Confirm>
  );
}
