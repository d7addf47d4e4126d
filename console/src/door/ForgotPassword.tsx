import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, ask } from '../api/client';
import { AddressForm } from './AddressForm';
import { Card } from './Card';
import { DoorLink } from './DoorLink';
import { Mailbox } from './Mailbox';

export function ForgotPassword() {
  const { t } = useLingui();
  const [address, setAddress] = useState<string | null>(null);
  if (address !== null)
    return (
      <Mailbox onAgain={() => setAddress(null)}>
        <Trans>
          If <b className="break">{address}</b> belongs to somebody here, a letter with a link for setting a new password is on
          its way.
        </Trans>
      </Mailbox>
    );
  return (
    <Card
      title={t`Forgot your password?`}
      lead={<Trans>Enter your email address. You get a letter with a link for setting a new password.</Trans>}
      below={
        <DoorLink to="/sign-in">
          <Trans>Back to signing in</Trans>
        </DoorLink>
      }
    >
      <AddressForm
        verb={t`Send the letter`}
        send={(email) => ask(api.POST('/v1/password-resets', { body: { email } }))}
        onSent={setAddress}
      />
    </Card>
  );
}
