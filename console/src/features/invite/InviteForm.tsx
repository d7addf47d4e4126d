import { Button, Progress } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { number } from '../../base/format';
import { Failure } from '../../ui/Failure';
import { AddressField } from './AddressField';
import { keyOf } from './addresses';
import { GrantFields } from './GrantFields';
import classes from './InviteForm.module.css';
import { LeftOut } from './LeftOut';
import { LetterFields } from './LetterFields';
import { OneAddress } from './OneAddress';
import type { Sending } from './sending';
import type { InviteForm as Form } from './useInviteForm';

interface InviteFormProps {
  form: Form;
  /** In a dialog the first field has the focus; at the foot of a page it would drag the reader there. */
  hasAutofocus?: boolean;
  onOver?: (isOver: boolean) => void;
  /** Around the buttons. */
  footer: (children: ReactNode) => ReactNode;
  onCancel?: () => void;
}

/** Whom, as what, with which words. */
export function InviteForm({ form, hasAutofocus = false, onOver = () => undefined, footer, onCancel }: InviteFormProps) {
  const account = useAccount();
  const { sending, verdicts } = form;
  const label = account.text('invite.email_field');
  const hint = account.text('invite.email_hint');
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      {form.isMany ? (
        <AddressField
          label={label}
          hint={hint}
          value={form.addresses}
          onChange={form.setAddresses}
          typed={form.typed}
          onType={form.setTyped}
          verdicts={verdicts}
          error={form.fault}
        />
      ) : (
        <OneAddress
          label={label}
          hint={hint}
          value={form.typed}
          onChange={form.setTyped}
          error={form.fault}
          verdict={form.isChecking ? undefined : verdicts.get(keyOf(form.typed.trim()))}
          hasAutofocus={hasAutofocus}
        />
      )}
      {form.isMany && form.isDirty && <Judged form={form} />}
      <GrantFields grant={form.grant} onOver={onOver} />
      <LetterFields value={form.letter} onChange={form.setLetter} />
      {footer(
        <>
          <Told sending={sending} problem={sending.failure?.problem ?? form.problem} />
          <p className={classes.life}>
            <Lifetime seconds={account.policy.invitation_lifetime_seconds} />
          </p>
          {onCancel && (
            <Button variant="default" onClick={onCancel} disabled={sending.progress !== null}>
              <Trans>Cancel</Trans>
            </Button>
          )}
          <Button type="submit" loading={sending.progress !== null} disabled={form.grant.body === undefined}>
            {account.text('invite.send')}
          </Button>
        </>,
      )}
    </form>
  );
}

/** What will happen with what stands in the field, said before it is sent. */
function Judged({ form }: { form: Form }) {
  const { going, isChecking } = form;
  const left = [...form.verdicts.values()];
  return (
    <div className={classes.judged}>
      <p role="status" aria-busy={isChecking} className={classes.count}>
        {isChecking ? (
          <Trans>Checking the addresses…</Trans>
        ) : (
          <Plural value={going} _0="No one will be invited." one="# person will be invited." other="# people will be invited." />
        )}
      </p>
      <LeftOut unreadable={form.unreadable} verdicts={left} />
    </div>
  );
}

/** What became of the sending: with the buttons, so that it is in sight however long the form is. */
function Told({ sending, problem }: { sending: Sending; problem: Problem | null }) {
  const { failure, progress } = sending;
  if (!problem && (progress?.total ?? 0) <= longFrom) return null;
  return (
    <div className={classes.told}>
      <Failure problem={problem} />
      {failure && failure.sent > 0 && <SentBefore sent={failure.sent} />}
      {progress && <SendingProgress done={progress.done} total={progress.total} />}
    </div>
  );
}

function SentBefore({ sent }: { sent: number }) {
  return (
    <p role="status">
      <Plural
        value={sent}
        one="One invitation had gone out before. Try again to send the rest: nobody gets it twice."
        other="# invitations had gone out before. Try again to send the rest: nobody gets it twice."
      />
    </p>
  );
}

/** So many take several calls. */
const longFrom = 1000;

function SendingProgress(progress: { done: number; total: number }) {
  const { t } = useLingui();
  const done = number(progress.done);
  const total = number(progress.total);
  return (
    <div className={classes.part}>
      <Progress value={(100 * progress.done) / progress.total} animated aria-label={t`Sending`} />
      <p role="status" className={classes.count}>
        <Trans>
          {done} of {total} done
        </Trans>
      </p>
    </div>
  );
}

const day = 86_400;

function Lifetime({ seconds }: { seconds: number }) {
  const days = Math.round(seconds / day);
  const hours = Math.round(seconds / 3600);
  if (seconds % day !== 0)
    return <Plural value={hours} one="The link is good for # hour." other="The link is good for # hours." />;
  return <Plural value={days} one="The link is good for # day." other="The link is good for # days." />;
}
