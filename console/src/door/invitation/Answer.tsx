import { Anchor, Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { api, ask, type Schemas } from '../../api/client';
import { boot } from '../../base/boot';
import { NewPasswordField } from '../../ui/PasswordField';
import { useSubmit } from '../../ui/submit';
import { Card } from '../Card';
import { DoorForm } from '../DoorForm';
import { DoorLink } from '../DoorLink';
import { SignInForm } from '../SignInForm';
import { leave } from '../ways';
import classes from './Answer.module.css';
import { Offer } from './Offer';
import type { Invitation } from './useInvitation';

interface AnswerProps {
  offer: Schemas['InvitationOffer'];
  invitation: Invitation;
  onDecline: () => void;
}

/** The offer, and the way to join for who is looking at it: the server says which of four. */
export function Answer({ offer, invitation, onDecline }: AnswerProps) {
  const { t } = useLingui();
  const account = offer.account.name;
  const leads: Record<typeof offer.next, ReactNode> = {
    register: <Trans>Choose a name and a password, and you are in.</Trans>,
    sign_in: <Trans>You are registered with this address already. Sign in, and you are in.</Trans>,
    confirm: <Trans>Your other accounts stay as they are.</Trans>,
    switch_user: <Trans>This invitation is for another address than the one you are signed in with.</Trans>,
  };
  return (
    <Card
      title={t`Join ${account}`}
      lead={leads[offer.next]}
      below={
        <Anchor component="button" type="button" underline="always" inherit c="dimmed" onClick={onDecline}>
          <Trans>Decline the invitation</Trans>
        </Anchor>
      }
    >
      <Offer offer={offer} />
      {offer.next === 'register' && <ByRegistering offer={offer} join={invitation.join} />}
      {offer.next === 'sign_in' && (
        <>
          <SignInForm email={offer.email} verb={t`Sign in and join`} onSignedIn={() => invitation.join()} />
          <p className={classes.aside}>
            <DoorLink to="/forgot-password">
              <Trans>Forgot your password?</Trans>
            </DoorLink>
          </p>
        </>
      )}
      {offer.next === 'confirm' && <ByConfirming join={invitation.join} />}
      {offer.next === 'switch_user' && <BySwitching look={invitation.look} />}
    </Card>
  );
}

function ByRegistering({ offer, join }: { offer: Schemas['InvitationOffer']; join: Invitation['join'] }) {
  const { t } = useLingui();
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: {
      name: (value) => (value.trim() === '' ? t`Enter your name.` : null),
      password: (value) => (value === '' ? t`Choose a password.` : null),
    },
  });
  const submit = useSubmit(form, join);
  return (
    <DoorForm submit={submit} verb={t`Join`}>
      {/* Not asked for; password managers keep the new password under it. */}
      <input type="email" autoComplete="username" value={offer.email} readOnly hidden />
      <TextInput label={t`Your name`} autoComplete="name" size="md" {...form.getInputProps('name')} />
      <NewPasswordField label={t`Password`} size="md" {...form.getInputProps('password')} />
    </DoorForm>
  );
}

function ByConfirming({ join }: { join: Invitation['join'] }) {
  const { t } = useLingui();
  const submit = useSubmit(useForm(), () => join());
  return <DoorForm submit={submit} verb={t`Join`} />;
}

function BySwitching({ look }: { look: Invitation['look'] }) {
  const { t } = useLingui();
  const present = boot.session?.user.email ?? '';
  const submit = useSubmit(useForm(), async () => {
    await ask(api.DELETE('/v1/session'));
    await look();
  });
  return (
    <>
      <DoorForm submit={submit} verb={t`Switch account`}>
        <p className="muted">
          <Trans>
            You are signed in as <b className="break">{present}</b>. Switching signs you out here; the invitation stays as it is.
          </Trans>
        </p>
      </DoorForm>
      <Button variant="default" size="md" fullWidth onClick={() => void leave('/')}>
        <Trans>Stay signed in</Trans>
      </Button>
    </>
  );
}
