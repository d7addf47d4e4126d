import { Anchor, Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Trans, useLingui } from '@lingui/react/macro';
import { useSession } from '../account/session';
import { api, ask } from '../api/client';
import { at, boot } from '../base/boot';
import dialog from '../ui/Confirm.module.css';
import { Dialog } from '../ui/Dialog';
import { Failure } from '../ui/Failure';
import { PasswordField } from '../ui/PasswordField';
import { useSubmit } from '../ui/submit';
import { resume } from './watch';

/** The dialogs below listen for Escape as well, and must not close by one that is pressed here. */
const keepEscape = { 'data-mantine-stop-propagation': true };

/** Over whatever is open when the session ends: signs in again on the spot, so that nothing typed is lost. */
export default function SignInAgain() {
  const { t } = useLingui();
  const { user } = useSession();
  const form = useForm({
    initialValues: { email: user.email, password: '' },
    validate: { password: (value) => (value === '' ? t`Enter your password.` : null) },
  });
  const { onSubmit, busy, problem } = useSubmit(form, async (values) => {
    const session = await ask(api.POST('/v1/session', { body: values }));
    // The address may be somebody else's by now: what is on the page would not be theirs to see.
    if (session.user.id === user.id) resume();
    else location.assign(at('/accounts'));
  });
  const here = location.pathname.slice(boot.base.length) + location.search;
  return (
    <Dialog
      onClose={() => {}}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      zIndex={400}
      title={t`You were signed out`}
      size={420}
    >
      <form noValidate className={dialog.form} onSubmit={onSubmit}>
        <p>
          <Trans>Your session has ended. Sign in to go on where you are; what you have typed is still there.</Trans>
        </p>
        <TextInput
          type="email"
          label={t`Email`}
          autoComplete="username"
          readOnly
          {...keepEscape}
          {...form.getInputProps('email')}
        />
        <PasswordField
          label={t`Password`}
          autoComplete="current-password"
          data-autofocus
          {...keepEscape}
          {...form.getInputProps('password')}
        />
        <Failure problem={problem} />
        <div className={dialog.footer}>
          <Anchor href={at(`/sign-in?next=${encodeURIComponent(here)}`)} className={dialog.aside} {...keepEscape}>
            <Trans>Sign in as somebody else</Trans>
          </Anchor>
          <Button type="submit" loading={busy} {...keepEscape}>
            <Trans>Sign in</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
