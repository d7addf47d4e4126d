import { Button, NativeSelect, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconMessagePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { type Language, languages } from '../../base/i18n';
import classes from './InviteForm.module.css';
import type { Letter } from './sending';

const longest = 1000;

/** What stands in the letter beside the invitation itself, and in which language it is: seldom needed, so folded away. */
export function LetterFields({ value, onChange }: { value: Letter; onChange: (value: Letter) => void }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  if (!opened)
    return (
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.unfold}
          leftSection={<IconMessagePlus aria-hidden size={16} stroke={1.7} />}
          onClick={() => setOpened(true)}
        >
          <Trans>Add a message, or choose the letter’s language</Trans>
        </Button>
      </div>
    );
  return (
    <div className={classes.letter}>
      <Textarea
        label={t`Message in the letter`}
        description={t`Optional. It stands below your name.`}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={longest}
        value={value.message}
        onChange={(event) => onChange({ ...value, message: event.currentTarget.value })}
        // What was asked for begins here.
        ref={(field) => {
          if (field && value.message === '' && document.activeElement === document.body) field.focus();
        }}
      />
      <NativeSelect
        label={t`Language of the letter`}
        value={value.locale}
        onChange={(event) => onChange({ ...value, locale: event.currentTarget.value as Language })}
        data={Object.entries(languages).map(([id, name]) => ({ value: id, label: name }))}
      />
    </div>
  );
}
