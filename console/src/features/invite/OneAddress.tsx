import { TextInput } from '@mantine/core';
import { readAddresses } from './addresses';
import type { Verdict } from './preview';

interface OneAddressProps {
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
  /** Why this one would be left out. */
  verdict: Verdict | undefined;
  hasAutofocus: boolean;
}

/** One address; out of what is pasted with a name around it only the address stays. */
export function OneAddress({ label, hint, value, onChange, error, verdict, hasAutofocus }: OneAddressProps) {
  const [only, ...others] = readAddresses(value);
  const tidy = () => {
    if (only?.isAddress && others.length === 0 && only.text !== value) onChange(only.text);
  };
  return (
    <TextInput
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={error ?? (verdict && `${verdict.detail} ${verdict.remedy}`)}
      inputMode="email"
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={tidy}
      data-act="invite"
      data-autofocus={hasAutofocus || undefined}
    />
  );
}
