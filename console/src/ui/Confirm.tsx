import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { skipToken, useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { api, ask, type DryRun, Problem } from '../api/client';
import classes from './Confirm.module.css';
import { Dialog } from './Dialog';
import { Effects } from './Effects';
import { Failure } from './Failure';
import { PasswordField } from './PasswordField';

export interface ConfirmProps {
  title: string;
  /** What it means, above the list of what it does. */
  children?: ReactNode;
  /** The verb; the same as in the title. */
  verb: string;
  danger?: boolean;
  size?: number;
  /** `children` tells the consequences already: what the server says follows in small print. */
  inDetail?: boolean;
  /** Above the buttons and always in sight: the box to tick, the number to type. */
  consent?: ReactNode;
  /** Asks the server what would happen: the same call as `act`, with dry_run=true. Where there is no such call, `children` say it. */
  plan?: () => Promise<DryRun>;
  /** Another one asks again: for a choice in the dialog on which it depends. */
  planKey?: string;
  /** Does it, bound to what was shown. */
  act: (planDigest: string) => Promise<unknown>;
  onDone: () => void;
  onClose: () => void;
  /** The verb stays off until this is true: a box ticked, a number typed. */
  ready?: boolean;
}

const planless: DryRun = { dry_run: true, effects: [], plan_digest: '' };

/**
 * Asks before something that cannot simply be taken back, and shows what it will do as the server knows it. Confirming does
 * exactly what was shown or nothing: when the world has changed, the new consequences are shown and asked about. Where the
 * server wants a recent sign-in, the password is asked for here.
 */
export function Confirm({
  title,
  children,
  verb,
  danger = false,
  size = 500,
  inDetail = false,
  consent,
  plan,
  planKey = '',
  act,
  onDone,
  onClose,
  ready = true,
}: ConfirmProps) {
  const { t } = useLingui();
  const planned = useQuery({
    queryKey: ['plan', useId(), planKey],
    queryFn: plan ?? skipToken,
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const [refused, setRefused] = useState<{ problem: Problem; planKey: string } | null>(null);
  const [hasChanged, setHasChanged] = useState(false);
  const [busy, setBusy] = useState(false);
  const [signInTooOld, setSignInTooOld] = useState(false);
  const [password, setPassword] = useState('');

  const shown = plan === undefined ? planless : planned.error === null ? (planned.data ?? null) : null;
  const planRefusal = planned.error as Problem | null;
  const passwordWanted = signInTooOld || planRefusal?.code === 'reauthentication_required';
  const refusal = refused?.planKey === planKey ? refused.problem : null;
  const problem = refusal ?? (passwordWanted ? null : planRefusal);

  const confirm = async () => {
    setBusy(true);
    try {
      if (passwordWanted) {
        await ask(api.POST('/v1/session/reauthenticate', { body: { password } }));
        setRefused(null);
        setSignInTooOld(false);
        if (!shown) {
          await planned.refetch();
          return;
        }
      }
      await act(shown?.plan_digest ?? '');
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'plan_stale') {
        setRefused(null);
        setHasChanged(true);
        await planned.refetch();
      } else if (error.code === 'reauthentication_required') {
        setSignInTooOld(true);
      } else {
        setRefused({ problem: error, planKey });
      }
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog onClose={onClose} title={title} size={size} closeOnClickOutside={!busy}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        {children !== undefined && <div>{children}</div>}
        {hasChanged && (
          <p role="alert" className={classes.changed}>
            <Trans>Something has changed since this was opened. Nothing was done yet; this is what would happen now.</Trans>
          </p>
        )}
        {plan !== undefined && (
          <div aria-live="polite">
            <Effects plan={shown} failed={problem !== null || passwordWanted} inDetail={inDetail} />
          </div>
        )}
        {passwordWanted && (
          <PasswordField
            label={t`Your password`}
            description={t`Your last sign-in was more than five minutes ago. Enter your password to go on.`}
            autoComplete="current-password"
            required
            data-autofocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        <div className={classes.footer}>
          {problem && (
            <div className={classes.refusal}>
              <Failure problem={problem} />
            </div>
          )}
          {consent !== undefined && <div className={classes.consent}>{consent}</div>}
          <Button variant="default" onClick={onClose} disabled={busy} data-autofocus={passwordWanted ? undefined : true}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="submit"
            color={danger ? 'red' : undefined}
            loading={busy}
            disabled={shown === null ? !passwordWanted || password === '' : !ready || (passwordWanted && password === '')}
          >
            {shown === null && passwordWanted ? t`Continue` : verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
