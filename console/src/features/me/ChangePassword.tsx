import { useForm } from '@mantine/form';
import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useSession } from '../../account/session';
import { api, ask } from '../../api/client';
import { Form } from '../../ui/Form';
import { Section } from '../../ui/Page';
import { NewPasswordField, PasswordField } from '../../ui/PasswordField';
import { useSubmit } from '../../ui/submit';
import { toast } from '../../ui/toast';
import { mySessionsKey } from './sessions';

export function ChangePassword() {
  const { t } = useLingui();
  const { user } = useSession();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { current_password: '', new_password: '' },
    validate: {
      current_password: (value) => (value === '' ? t`Enter your current password.` : null),
      new_password: (value) => (value === '' ? t`Choose a password.` : null),
    },
  });
  const submit = useSubmit(form, async (values) => {
    await ask(api.POST('/v1/me/password', { body: values }));
    form.reset();
    void queries.invalidateQueries({ queryKey: mySessionsKey });
    toast(t`Your password is changed. Your other sessions have ended.`);
  });
  return (
    <Section title={t`Password`} description={t`A new password ends your sessions on all other devices.`}>
      <Form submit={submit} verb={t`Change the password`}>
        <input type="email" autoComplete="username" value={user.email} readOnly hidden />
        <PasswordField label={t`Current password`} autoComplete="current-password" {...form.getInputProps('current_password')} />
        <NewPasswordField label={t`New password`} {...form.getInputProps('new_password')} />
      </Form>
    </Section>
  );
}
