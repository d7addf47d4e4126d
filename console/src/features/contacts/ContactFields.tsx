import { Checkbox, TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { Problem } from '../../api/client';
import type { ContactDraft } from './contact';
import classes from './ContactFields.module.css';
import { type Topic, topics } from './topics';

interface ContactFieldsProps {
  draft: ContactDraft;
  change: (part: Partial<ContactDraft>) => void;
  problem: Problem | null;
}

export function ContactFields({ draft, change, problem }: ContactFieldsProps) {
  const { t, i18n } = useLingui();
  return (
    <>
      <TextInput
        label={t`Name`}
        data-autofocus
        required
        withAsterisk={false}
        maxLength={200}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={problem?.field('/name')}
      />
      <TextInput
        label={t`Email`}
        type="email"
        inputMode="email"
        required
        withAsterisk={false}
        value={draft.email}
        onChange={(event) => change({ email: event.currentTarget.value })}
        error={problem?.field('/email')}
      />
      <TextInput
        label={t`Phone (optional)`}
        type="tel"
        inputMode="tel"
        value={draft.phone}
        onChange={(event) => change({ phone: event.currentTarget.value })}
        error={problem?.field('/phone')}
      />
      <Checkbox.Group
        label={t`Gets notices about`}
        value={draft.topics}
        onChange={(chosen) => change({ topics: chosen as Topic[] })}
        error={problem?.field('/topics')}
      >
        <div className={classes.topics}>
          {topics.map(({ id, label, meaning }) => (
            <Checkbox key={id} value={id} label={i18n._(label)} description={i18n._(meaning)} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}
