import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useLingui } from '@lingui/react/macro';
import { api, ask } from '../api/client';
import { PasswordField } from '../ui/PasswordField';
import { useSubmit } from '../ui/submit';
import { DoorForm } from './DoorForm';

interface SignInFormProps {
  /** When the address is settled already, as that of an invitation. */
  email?: string;
  verb: string;
  onSignedIn: () => Promise<unknown>;
}

export function SignInForm({ email, verb, onSignedIn }: SignInFormProps) {
  const { t } = useLingui();
  const form = useForm({
    initialValues: { email: email ?? '', password: '' },
    validate: {
      email: (value) => (value.trim() === '' ? t`Enter your email address.` : null),
      password: (value) => (value === '' ? t`Enter your password.` : null),
    },
  });
  const submit = useSubmit(form, async (values) => {
    await ask(api.POST('/v1/session', { body: values }));
    await onSignedIn();
  });
  return (
    <DoorForm submit={submit} verb={verb}>
      <TextInput
        type="email"
        label={t`Email`}
        autoComplete="username"
        size="md"
        readOnly={email !== undefined}
        {...form.getInputProps('email')}
      />
      <PasswordField label={t`Password`} autoComplete="current-password" size="md" {...form.getInputProps('password')} />
    </DoorForm>
  );
}
