import { useForm } from '@mantine/form';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, ask, Problem } from '../api/client';
import { NewPasswordField } from '../ui/PasswordField';
import { useSubmit } from '../ui/submit';
import { Card } from './Card';
import { DeadLink } from './DeadLink';
import { DoorForm } from './DoorForm';
import { DoorLink } from './DoorLink';
import { leave, tokenOfLink } from './ways';

export function ResetPassword() {
  const { t } = useLingui();
  const [token] = useState(tokenOfLink);
  const [isDead, setIsDead] = useState(token === null);
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value === '' ? t`Choose a password.` : null) },
  });
  const submit = useSubmit(form, async ({ password }) => {
    try {
      await ask(api.POST('/v1/password-resets/complete', { body: { token: token ?? '', password } }));
      await leave('/sign-in?reason=password_set');
    } catch (error) {
      if (error instanceof Problem && error.status === 404) setIsDead(true);
      else throw error;
    }
  });
  if (isDead)
    return (
      <DeadLink>
        <li>
          <Trans>
            Otherwise <DoorLink to="/forgot-password">ask for a new letter</DoorLink>.
          </Trans>
        </li>
      </DeadLink>
    );
  return (
    <Card
      title={t`Set a new password`}
      lead={<Trans>It holds from now on. You are signed out everywhere and sign in again with it.</Trans>}
    >
      <DoorForm submit={submit} verb={t`Set the password`}>
        <NewPasswordField label={t`New password`} size="md" {...form.getInputProps('password')} />
      </DoorForm>
    </Card>
  );
}
