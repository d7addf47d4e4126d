import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { fillIn } from '../../account/account';
import { sessionQuery, usePolicy } from '../../account/session';
import { api, ask, planOf, type Schemas } from '../../api/client';
import { queries } from '../../base/queries';
import { Confirm } from '../../ui/Confirm';
import { toast } from '../../ui/toast';

/** Asks before one leaves an account, in the words of the account's policy. */
export function LeaveAccount({ account, onClose }: { account: Schemas['Standing']; onClose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const policy = usePolicy(account.policy);
  const { id, name } = account;
  const call = (query: { dry_run?: boolean; plan_digest?: string }) =>
    ask(api.POST('/v1/accounts/{acc}/leave', { params: { path: { acc: id }, query } }));
  return (
    <Confirm
      title={t`Leave ${name}?`}
      verb={t`Leave`}
      danger
      plan={async () => planOf(await call({ dry_run: true }))}
      act={(plan_digest) => call({ plan_digest })}
      onDone={() => {
        onClose();
        toast(t`You have left ${name}.`);
        void navigate({ to: '/accounts' });
        queries.removeQueries({ queryKey: ['account', id] });
        void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }}
      onClose={onClose}
    >
      {fillIn(policy?.texts['member.leave_body'] ?? '', { account: name })}
    </Confirm>
  );
}
