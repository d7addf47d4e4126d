import { useForm } from '@mantine/form';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { api, ask, Problem } from '../api/client';
import { useSubmit } from '../ui/submit';
import { Card } from './Card';
import { DeadLink } from './DeadLink';
import { DoorForm } from './DoorForm';
import { MailboxLink } from './Mailbox';
import { tokenOfLink } from './ways';

type Step = 'ask' | 'done' | 'dead';

/** Opened from the letter to the former address: whoever reads that mailbox can take the address back for 72 hours. */
export function UndoEmailChange() {
  const { t } = useLingui();
  const [token] = useState(tokenOfLink);
  const [step, setStep] = useState<Step>(token === null ? 'dead' : 'ask');
  const form = useForm({ initialValues: {} });

  const submit = useSubmit(form, async () => {
    try {
      await ask(api.POST('/v1/me/email/undo', { body: { token: token ?? '' } }));
      setStep('done');
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
      setStep('dead');
    }
  });

  if (step === 'dead')
    return (
      <DeadLink>
        <li>
          <Trans>The link works for 72 hours after the change. After that, contact whoever runs this service.</Trans>
        </li>
      </DeadLink>
    );
  if (step === 'done')
    return (
      <Card
        title={t`Your former email address holds again`}
        icon={<IconShieldCheck size={22} stroke={1.7} />}
        lead={
          <Trans>
            Every session has ended and the password no longer works. A letter to your address leads to a new password.
          </Trans>
        }
      >
        <MailboxLink />
      </Card>
    );
  return (
    <Card
      title={t`Take your email address back`}
      lead={
        <Trans>
          If you did not change the address yourself, undo it here. Everybody who is signed in with it is signed out, and the
          password stops working.
        </Trans>
      }
    >
      <DoorForm submit={submit} verb={t`Undo the change`} />
    </Card>
  );
}
