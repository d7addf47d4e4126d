import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, ask } from '../api/client';
import type { Language } from '../base/i18n';
import { AddressForm } from './AddressForm';
import { Card } from './Card';
import { CompleteRegistration } from './CompleteRegistration';
import { DoorLink } from './DoorLink';
import { Mailbox } from './Mailbox';
import { tokenOfLink } from './ways';

/** Asks for a letter; the link in it comes back to this page and completes the registration. */
export function Register() {
  const token = tokenOfLink();
  return token === null ? <AskForLetter /> : <CompleteRegistration token={token} />;
}

function AskForLetter() {
  const { t, i18n } = useLingui();
  const [address, setAddress] = useState<string | null>(null);
  if (address !== null)
    return (
      <Mailbox onAgain={() => setAddress(null)}>
        <Trans>
          A letter is on its way to <b className="break">{address}</b>. Follow the link in it to go on; nothing is registered
          before.
        </Trans>
      </Mailbox>
    );
  return (
    <Card
      title={t`Register`}
      lead={<Trans>Enter your email address. You get a letter with a link for choosing a name and a password.</Trans>}
      below={
        <Trans>
          Registered already? <DoorLink to="/sign-in">Sign in</DoorLink>
        </Trans>
      }
    >
      <AddressForm
        verb={t`Send the letter`}
        send={(email) => ask(api.POST('/v1/registrations', { body: { email, locale: i18n.locale as Language } }))}
        onSent={setAddress}
      />
    </Card>
  );
}
