import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, ask, Problem } from '../api/client';
import { NewPasswordField } from '../ui/PasswordField';
import { PolicyChoice } from '../ui/PolicyChoice';
import { useSubmit } from '../ui/submit';
import { Card } from './Card';
import { DeadLink, JoinedAlready } from './DeadLink';
import { DoorForm } from './DoorForm';
import { DoorLink } from './DoorLink';
import { useOpenPolicies } from './openPolicies';
import { leave } from './ways';

/** The address is proved by the letter's link: a name, a password and, for who wants one, an account of one's own. */
export function CompleteRegistration({ token }: { token: string }) {
  const { t } = useLingui();
  const policies = useOpenPolicies();
  const [isDead, setIsDead] = useState(false);
  const form = useForm({
    initialValues: { name: '', password: '', account_name: '', policy: policies[0]?.id ?? '' },
    validate: {
      name: (value) => (value.trim() === '' ? t`Enter your name.` : null),
      password: (value) => (value === '' ? t`Choose a password.` : null),
    },
  });
  const submit = useSubmit(form, async ({ name, password, account_name, policy }) => {
    const account = account_name.trim() === '' ? {} : { account_name, policy };
    try {
      const session = await ask(api.POST('/v1/registrations/complete', { body: { token, name, password, ...account } }));
      await leave(session.accounts[0] ? `/a/${session.accounts[0].id}` : '/');
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
            Otherwise <DoorLink to="/register">ask for a new letter</DoorLink>.
          </Trans>
        </li>
        <JoinedAlready />
      </DeadLink>
    );
  const { account_name: accountName } = form.values;
  return (
    <Card title={t`Welcome`} lead={<Trans>Your email address is confirmed. This is all that is still needed.</Trans>}>
      <DoorForm submit={submit} verb={t`Register`}>
        <TextInput label={t`Your name`} autoComplete="name" size="md" {...form.getInputProps('name')} />
        <NewPasswordField label={t`Password`} size="md" {...form.getInputProps('password')} />
        {policies.length > 0 && (
          <TextInput
            label={t`Name of your account (optional)`}
            description={t`For example your company. You will own it. Leave this empty if somebody else will invite you to theirs.`}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="organization"
            size="md"
            {...form.getInputProps('account_name')}
          />
        )}
        {accountName.trim() !== '' && <PolicyChoice policies={policies} {...form.getInputProps('policy')} />}
      </DoorForm>
    </Card>
  );
}
