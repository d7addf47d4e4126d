import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';

/** A password that is typed, shown on demand; pasting and password managers work as everywhere. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useLingui();
  return (
    <PasswordInput
      visibilityToggleFocusable
      withAsterisk={false}
      // Pressed or not says whether it is shown.
      visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
      aria-invalid={props.error ? true : undefined}
      {...props}
    />
  );
}

/** As the contract has it (components/schemas/Password). What is too easy to guess, the server alone judges. */
const lengthMin = 8;
const goodLength = 16;

function LengthWords({ password }: { password: string }) {
  const length = [...password.normalize('NFC')].length;
  const missing = lengthMin - length;
  if (length === 0) return <Trans>At least 8 characters. Several unrelated words are easy to remember and hard to guess.</Trans>;
  if (missing > 0)
    return <Plural value={missing} one="Still too short: # more character." other="Still too short: # more characters." />;
  if (length < goodLength) return <Trans>Long enough, unless it is easy to guess. A longer one is safer.</Trans>;
  return <Trans>A good length.</Trans>;
}

/** A new password: says how long it has to be while it is typed. */
export function NewPasswordField(props: PasswordInputProps) {
  return (
    <PasswordField
      autoComplete="new-password"
      description={props.error ? undefined : <LengthWords password={String(props.value ?? '')} />}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...props}
    />
  );
}
