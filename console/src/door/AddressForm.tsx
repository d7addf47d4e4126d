import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useLingui } from '@lingui/react/macro';
import { useSubmit } from '../ui/submit';
import { DoorForm } from './DoorForm';

interface AddressFormProps {
  verb: string;
  send: (email: string) => Promise<unknown>;
  onSent: (email: string) => void;
}

/** Asks for the address that a letter shall go to. */
export function AddressForm({ verb, send, onSent }: AddressFormProps) {
  const { t } = useLingui();
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (value) => (value.trim() === '' ? t`Enter your email address.` : null) },
  });
  const submit = useSubmit(form, async ({ email }) => {
    await send(email.trim());
    onSent(email.trim());
  });
  return (
    <DoorForm submit={submit} verb={verb}>
      <TextInput type="email" label={t`Email`} autoComplete="username" size="md" {...form.getInputProps('email')} />
    </DoorForm>
  );
}
