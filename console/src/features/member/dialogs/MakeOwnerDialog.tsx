import { Checkbox, Radio } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconArrowRight, IconCrown, IconHistory, IconLock, IconLogout, IconUserShield } from '@tabler/icons-react';
import { useState } from 'react';
import { api, ask, operationKey, planOf } from '../../../api/client';
import { useAccount } from '../../../account/account';
import { useRefresh } from '../../../account/refresh';
import { useSession } from '../../../account/session';
import { Confirm } from '../../../ui/Confirm';
import { toast } from '../../../ui/toast';
import type { MemberDialogProps } from './dialog';
import classes from './MakeOwnerDialog.module.css';

const path = '/v1/accounts/{acc}/ownership-transfers';

/** What the sign-in page says to who was signed out by an act of their own. */
const signInNote = 'roster.sign_in_note';

/** Hands the account over: who becomes what, that it cannot be undone, and a box to tick. */
export function MakeOwnerDialog({ member, onClose, onDone }: MemberDialogProps) {
  const account = useAccount();
  const refresh = useRefresh();
  const [key] = useState(operationKey);
  const [understood, setUnderstood] = useState(false);
  const { transfer } = account.policy;
  const [formerRole, setFormerRole] = useState(transfer.former_owner_role);
  const { name } = member.user;
  const params = { path: { acc: account.id } };
  const body = { to: member.user.id, former_owner_role: formerRole };

  const finish = () => {
    if (transfer.former_owner_signed_out) {
      sessionStorage.setItem(signInNote, account.text('owner.signed_out_note', { new_owner: name, account: account.name }));
      location.assign('/sign-in?reason=owner_transferred');
      return;
    }
    toast(account.text('owner.make_toast', { name, account: account.name }));
    void refresh();
    onDone();
  };
  return (
    <Confirm
      danger
      size={560}
      title={account.text('owner.make_title', { name, account: account.name })}
      verb={account.text('owner.make_confirm')}
      inDetail
      ready={understood}
      planKey={formerRole}
      plan={async () => planOf(await ask(api.POST(path, { params: { ...params, query: { dry_run: true } }, body })))}
      act={(digest) =>
        ask(
          api.POST(path, {
            params: { ...params, query: { plan_digest: digest }, header: { 'Idempotency-Key': `${key}-${formerRole}` } },
            body,
          }),
        )
      }
      onClose={onClose}
      onDone={finish}
      consent={
        <Checkbox
          label={account.text('owner.acknowledge', { account: account.name })}
          checked={understood}
          onChange={(event) => setUnderstood(event.currentTarget.checked)}
        />
      }
    >
      <div className={classes.body}>
        <FromTo member={member} />
        <Consequences name={name} />
        {transfer.former_owner_roles.length > 1 && <FormerOwnerRole value={formerRole} onChange={setFormerRole} />}
      </div>
    </Confirm>
  );
}

function FromTo({ member }: Pick<MemberDialogProps, 'member'>) {
  const account = useAccount();
  const { user } = useSession();
  const cards = [
    { label: account.text('owner.current'), person: user },
    { label: account.text('owner.next'), person: member.user },
  ];
  return (
    <div className={classes.cards}>
      {cards.map(({ label, person }, index) => (
        <div key={label} className={classes.card} data-next={index === 1 || undefined}>
          <small>{label}</small>
          <b>{person.name}</b>
          <span>{person.email}</span>
        </div>
      ))}
      <IconArrowRight aria-hidden size={18} stroke={1.7} className={classes.arrow} />
    </div>
  );
}

/** In the policy's words: what each of the two becomes, who is told, that it is final. */
function Consequences({ name }: { name: string }) {
  const account = useAccount();
  const lines = [
    { key: 'owner.consequence_new', icon: IconCrown },
    { key: 'owner.consequence_former', icon: IconUserShield },
    ...(account.policy.transfer.former_owner_signed_out ? [{ key: 'owner.consequence_sessions', icon: IconLogout }] : []),
    { key: 'owner.consequence_record', icon: IconHistory },
    { key: 'owner.consequence_final', icon: IconLock, isFinal: true },
  ];
  return (
    <div>
      <p className={classes.heading}>
        <Trans>What happens when you confirm:</Trans>
      </p>
      <ul className={classes.consequences}>
        {lines.map(({ key, icon: Icon, ...line }) => (
          <li key={key} data-final={'isFinal' in line || undefined}>
            <Icon aria-hidden size={16} stroke={1.7} />
            <span>{account.text(key, { name })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Where the policy leaves a choice: what the present owner becomes. */
function FormerOwnerRole({ value, onChange }: { value: string; onChange: (role: string) => void }) {
  const { t } = useLingui();
  const { policy } = useAccount();
  return (
    <Radio.Group label={t`What you become`} value={value} onChange={onChange}>
      <div className={classes.roles}>
        {policy.transfer.former_owner_roles.map((id) => {
          const role = policy.roles.find((one) => one.id === id);
          return <Radio key={id} value={id} label={role?.title ?? id} description={role?.description} />;
        })}
      </div>
    </Radio.Group>
  );
}
