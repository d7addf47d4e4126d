import { Radio } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import classes from './PolicyChoice.module.css';

interface PolicyChoiceProps {
  policies: { id: string; title: string; description: string }[];
  value?: string;
  onChange?: (policy: string) => void;
  error?: ReactNode;
}

/** Which policy a new account is run by, where there is more than one: each in its own words. */
export function PolicyChoice({ policies, value, onChange, error }: PolicyChoiceProps) {
  const { t } = useLingui();
  if (policies.length < 2) return null;
  return (
    <Radio.Group label={t`How it is run`} value={value} onChange={onChange} error={error}>
      <div className={classes.choices}>
        {policies.map((policy) => (
          <div key={policy.id} className={classes.choice}>
            <Radio value={policy.id} label={policy.title} description={policy.description} />
          </div>
        ))}
      </div>
    </Radio.Group>
  );
}
