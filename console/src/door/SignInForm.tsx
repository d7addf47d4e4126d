import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useLingui } from '@lingui/react/macro';
import { api, ask } from '../api/client';
import { Failure } from '../ui/Failure';
import { useSubmit } from '../ui/submit';
import classes from './SignInForm.module.css';

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
  const { onSubmit, busy, problem } = useSubmit(form, async (values) => {
    await ask(api.POST('/v1/session', { body: values }));
    await onSignedIn();
  });
  return (
    <form noValidate className={classes.form} onSubmit={onSubmit}>
      <Failure problem={problem} />
      <TextInput
        type="email"
        label={t`Email`}
        autoComplete="username"
        size="md"
        readOnly={email !== undefined}
        // The one thing that this page is for.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={email === undefined}
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label={t`Password`}
        autoComplete="current-password"
        size="md"
        visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={email !== undefined}
        {...form.getInputProps('password')}
      />
      <Button type="submit" size="md" fullWidth loading={busy}>
        {verb}
      </Button>
    </form>
  );
}
