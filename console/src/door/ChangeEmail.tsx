import { useForm } from '@mantine/form';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconMailCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { api, ask, Problem } from '../api/client';
import { boot } from '../base/boot';
import { PasswordField } from '../ui/PasswordField';
import { useSubmit } from '../ui/submit';
import { Card } from './Card';
import { DeadLink } from './DeadLink';
import { DoorForm } from './DoorForm';
import { DoorLink } from './DoorLink';
import { SignInForm } from './SignInForm';
import { tokenOfLink } from './ways';

type Step = 'sign_in' | 'confirm' | 'prove' | 'done' | 'dead';

/** Opened from the letter to the new address. Only who asked for the change can confirm it, by a sign-in of the last minutes. */
export function ChangeEmail() {
  const { t } = useLingui();
  const [token] = useState(tokenOfLink);
  const [step, setStep] = useState<Step>(token === null ? 'dead' : boot.session ? 'confirm' : 'sign_in');
  const form = useForm({ initialValues: { password: '' } });

  const confirm = async () => {
    try {
      await ask(api.POST('/v1/me/email/complete', { body: { token: token ?? '' } }));
      setStep('done');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) setStep('dead');
      else if (error.status === 401) setStep('sign_in');
      else if (error.code === 'reauthentication_required') setStep('prove');
      else throw error;
    }
  };
  const submit = useSubmit(form, async ({ password }) => {
    if (step === 'prove') await ask(api.POST('/v1/session/reauthenticate', { body: { password } }));
    await confirm();
  });

  if (step === 'dead')
    return (
      <DeadLink>
        <li>
          <Trans>
            Otherwise ask for the change again under <DoorLink to="/me">My details</DoorLink>. Only who asked for it can confirm
            it.
          </Trans>
        </li>
      </DeadLink>
    );
  if (step === 'done')
    return (
      <Card
        title={t`Your email address is changed`}
        icon={<IconMailCheck size={22} stroke={1.7} />}
        lead={<Trans>From now on you sign in with the new address. Your other sessions have ended.</Trans>}
      >
        <p>
          <DoorLink to="/me">
            <Trans>Go to My details</Trans>
          </DoorLink>
        </p>
      </Card>
    );
  if (step === 'sign_in')
    return (
      <Card
        title={t`Confirm your new email address`}
        lead={<Trans>Sign in with your present address; then the new one takes its place.</Trans>}
      >
        <SignInForm verb={t`Sign in and confirm`} onSignedIn={confirm} />
      </Card>
    );
  return (
    <Card
      title={t`Confirm your new email address`}
      lead={
        <Trans>
          You then sign in with the address that this letter came to. Your other sessions end, and your present address is told.
        </Trans>
      }
    >
      <DoorForm submit={submit} verb={t`Confirm the new address`}>
        {step === 'prove' && (
          <PasswordField
            label={t`Your password`}
            description={t`Your last sign-in was more than five minutes ago. Enter your password to go on.`}
            autoComplete="current-password"
            size="md"
            {...form.getInputProps('password')}
          />
        )}
      </DoorForm>
    </Card>
  );
}
