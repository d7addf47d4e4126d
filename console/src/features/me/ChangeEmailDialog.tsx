import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, ask, Problem } from '../../api/client';
import dialog from '../../ui/Confirm.module.css';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { PasswordField } from '../../ui/PasswordField';
import { useSubmit } from '../../ui/submit';

/** Sends a letter to the new address; nothing changes before its link is followed. Needs a recent sign-in. */
export function ChangeEmailDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [passwordWanted, setPasswordWanted] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: { email: (value) => (value.trim() === '' ? t`Enter the new address.` : null) },
  });
  const { onSubmit, busy, problem } = useSubmit(form, async ({ email, password }) => {
    try {
      if (passwordWanted) await ask(api.POST('/v1/session/reauthenticate', { body: { password } }));
      await ask(api.POST('/v1/me/email', { body: { email: email.trim() } }));
      setSentTo(email.trim());
    } catch (error) {
      if (error instanceof Problem && error.code === 'reauthentication_required') setPasswordWanted(true);
      else throw error;
    }
  });
  return (
    <Dialog onClose={onClose} title={sentTo === null ? t`Change your email address` : t`Look into your mailbox`} size={460}>
      {sentTo !== null ? (
        <div className={dialog.form}>
          <p>
            <Trans>
              If <b className="break">{sentTo}</b> is free, a letter is on its way to it. The address changes when you follow the
              link in it; your present address is told.
            </Trans>
          </p>
          <div className={dialog.footer}>
            <Button onClick={onClose} data-autofocus>
              <Trans>Done</Trans>
            </Button>
          </div>
        </div>
      ) : (
        <form noValidate className={dialog.form} onSubmit={onSubmit}>
          <p>
            <Trans>A letter with a link goes to the new address. Until you follow the link nothing changes.</Trans>
          </p>
          <TextInput
            type="email"
            label={t`New email address`}
            autoComplete="email"
            data-autofocus={passwordWanted ? undefined : true}
            {...form.getInputProps('email')}
          />
          {passwordWanted && (
            <PasswordField
              label={t`Your password`}
              description={t`Your last sign-in was more than five minutes ago. Enter your password to go on.`}
              autoComplete="current-password"
              {...form.getInputProps('password')}
            />
          )}
          <Failure problem={problem} />
          <div className={dialog.footer}>
            <Button variant="default" onClick={onClose} disabled={busy}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" loading={busy}>
              {passwordWanted ? t`Continue` : t`Send the letter`}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
