import { Button, Progress, TextInput } from '@mantine/core';
import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, ask, type DryRun, operationKey } from '../../api/client';
import { type CurrentAccount, useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { number } from '../../base/format';
import { Confirm } from '../../ui/Confirm';
import { Dialog } from '../../ui/Dialog';
import { toast, toastFailure } from '../../ui/toast';
import { useInviteAgain } from '../invite/asked';
import { type Call, doMany, type Outcome, planMany } from './bulk';
import { LeftOutList } from './LeftOutList';
import classes from './ManyDialog.module.css';
import type { Person } from './people';
import type { ManyAct } from './SelectionBar';

interface ManyDialogProps {
  act: ManyAct;
  calls: Call[];
  people: ReadonlyMap<string, Person>;
  onClose: () => void;
  onDone: () => void;
}

/** From so many on the number has to be typed before somebody is removed. */
const typedFrom = 10;

/** Asks before something is done with many, does it, and tells with whom it was not done and why. */
export function ManyDialog({ act, calls, people, onClose, onDone }: ManyDialogProps) {
  const account = useAccount();
  const refresh = useRefresh();
  const words = useWords(act, people);
  const [key] = useState(operationKey);
  const [plan, setPlan] = useState<DryRun['rows']>();
  const [done, setDone] = useState(0);
  const [typed, setTyped] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const known = calls.every(({ target }) => 'ids' in target)
    ? calls.reduce((total, { target }) => total + ('ids' in target ? target.ids.length : 0), 0)
    : undefined;
  const count = plan ? plan.done + plan.remaining : known;
  const mustType = words.isDangerous && count !== undefined && count >= typedFrom;
  const isLong = count !== undefined && plan !== undefined && count > plan.done;

  if (outcome) return <Result act={act} outcome={outcome} people={people} onClose={onDone} />;
  return (
    <Confirm
      danger={words.isDangerous}
      title={count === undefined || (count === 1 && act.members) ? act.label : words.title(count)}
      verb={words.verb}
      ready={(plan?.done ?? 0) > 0 && (!mustType || typed.trim() === String(count))}
      plan={async () => {
        const planned = await planMany(account, calls);
        setPlan(planned.rows);
        return planned;
      }}
      act={async (digest) => {
        const told = await doMany(account, calls, JSON.parse(digest) as string[], key, setDone);
        void refresh();
        if (told.done.length > 0) words.tell(told, () => void refresh());
        if (told.leftOut.length > 0) setOutcome(told);
        else onDone();
      }}
      consent={
        <>
          {plan && plan.left_out.length > 0 && (
            <LeftOutList rows={plan.left_out.flatMap((row) => ('id' in row ? [row] : []))} people={people} isComing />
          )}
          {mustType && <TypedNumber count={count} value={typed} onChange={setTyped} />}
          {isLong && done > 0 && <Progress value={(100 * done) / count} animated aria-label={act.label} />}
        </>
      }
      onClose={onClose}
      onDone={() => undefined}
    >
      {words.body}
    </Confirm>
  );
}

function TypedNumber({ count, value, onChange }: { count: number; value: string; onChange: (typed: string) => void }) {
  const { t } = useLingui();
  const digits = String(count);
  return (
    <TextInput
      label={t`Type ${digits} to confirm`}
      inputMode="numeric"
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface Words {
  title: (count: number) => string;
  body: string | null;
  verb: string;
  isDangerous: boolean;
  tell: (outcome: Outcome, onUndone: () => void) => void;
}

/** The policy's words where it has them; for the rest they are the same under every policy. */
function useWords(act: ManyAct, people: ManyDialogProps['people']): Words {
  const { t } = useLingui();
  const account = useAccount();
  const inviteAgain = useInviteAgain();
  const fill = (count: number) => ({ count: number(count), account: account.name });
  const said = (what: 'remove' | 'deactivate', done: string[]) => {
    const one = done.length === 1 ? people.get(done[0]!) : undefined;
    if (one?.kind === 'member') return account.text(`member.${what}_toast`, { name: one.member.user.name });
    return account.text(`member.${what}_many_toast`, fill(done.length));
  };
  switch (act.members) {
    case 'remove':
      return {
        title: (count) => account.text('member.remove_many_title', fill(count)),
        body: account.text('member.remove_body', { account: account.name }),
        verb: account.text('member.remove_confirm'),
        isDangerous: true,
        tell: ({ done }) => {
          const known = done.flatMap((id) => emailOf(people.get(id)) ?? []);
          const way = known.length === done.length ? inviteAgain(known) : undefined;
          toast(said('remove', done), way);
        },
      };
    case 'deactivate':
      return {
        title: (count) => account.text('member.deactivate_many_title', fill(count)),
        body: account.text('member.deactivate_body', { account: account.name }),
        verb: account.text('member.deactivate_confirm'),
        isDangerous: false,
        tell: ({ done }, onUndone) =>
          toast(said('deactivate', done), {
            label: t`Undo`,
            onClick: () => void reactivate(account, done).then(onUndone),
          }),
      };
    case 'reactivate':
      return {
        title: (count) =>
          t`${plural(count, { one: 'Let one person back into the account?', other: 'Let # people back into the account?' })}`,
        body: t`They can act in the account again at once, with the same role and permissions as before.`,
        verb: act.label,
        isDangerous: false,
        tell: ({ done: { length: count } }) =>
          toast(
            t`${plural(count, { one: 'One person can act in the account again.', other: '# people can act in the account again.' })}`,
          ),
      };
    case null:
      return act.invitations === 'cancel'
        ? {
            title: (count) => t`${plural(count, { one: 'Take back one invitation?', other: 'Take back # invitations?' })}`,
            body: t`Their links stop working at once. You can invite the same people again.`,
            verb: act.label,
            isDangerous: true,
            tell: ({ done: { length: count } }) =>
              toast(t`${plural(count, { one: 'One invitation was taken back.', other: '# invitations were taken back.' })}`),
          }
        : {
            title: (count) => t`${plural(count, { one: 'Send one invitation again?', other: 'Send # invitations again?' })}`,
            body: t`Each gets a new link that is good for the whole time again. The earlier links stop working.`,
            verb: act.label,
            isDangerous: false,
            tell: ({ done: { length: count } }) =>
              toast(t`${plural(count, { one: 'One invitation was sent again.', other: '# invitations were sent again.' })}`),
          };
  }
}

const emailOf = (person: Person | undefined) => (person?.kind === 'member' ? person.member.user.email : undefined);

async function reactivate(account: CurrentAccount, ids: string[]): Promise<void> {
  try {
    for (let from = 0; from < ids.length; from += 1000)
      await ask(
        api.POST('/v1/accounts/{acc}/members/bulk', {
          params: { path: { acc: account.id }, header: { 'Idempotency-Key': operationKey() } },
          body: { action: 'reactivate', ids: ids.slice(from, from + 1000) },
        }),
      );
  } catch (error) {
    toastFailure(error);
  }
}

function Result({ act, outcome, people, onClose }: Pick<ManyDialogProps, 'act' | 'people' | 'onClose'> & { outcome: Outcome }) {
  const count = outcome.done.length;
  return (
    <Dialog onClose={onClose} title={act.label}>
      <div className={classes.result}>
        <p>
          <Plural value={count} _0="It was done with nobody." one="It was done with one." other="It was done with #." />
        </p>
        <LeftOutList rows={outcome.leftOut} people={people} />
        <Button variant="default" onClick={onClose} data-autofocus>
          <Trans>Close</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
