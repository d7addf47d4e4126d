import { Button, Input } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { type ChangeEvent, type DragEvent, type KeyboardEvent, useCallback, useId, useRef, useState } from 'react';
import { AddressChip } from './AddressChip';
import { added, type Address, keyOf, readAddresses, readFile } from './addresses';
import classes from './AddressField.module.css';
import type { Verdicts } from './preview';

interface AddressFieldProps {
  label: string;
  hint: string;
  value: Address[];
  onChange: (value: Address[]) => void;
  /** What stands in the field and is no chip yet. */
  typed: string;
  onType: (typed: string) => void;
  verdicts: Verdicts;
  error?: string;
}

/** So many are shown one by one; a longer list is told by its number, but for what is wrong in it. */
const shownMost = 200;

/** Any number of addresses: typed, pasted with whatever separates them, or out of a file. */
export function AddressField({ label, hint, value, onChange, typed, onType, verdicts, error }: AddressFieldProps) {
  const { t } = useLingui();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [isOver, setIsOver] = useState(false);

  const take = (found: Address[]) => {
    if (found.length > 0) onChange(added(value, found));
  };
  const commit = (text: string) => {
    take(readAddresses(text));
    onType('');
  };
  const type = ({ currentTarget: { value: text } }: ChangeEvent<HTMLTextAreaElement>) => {
    const isEnded = /[,;\n\t]\s*$/.test(text) || (/\s$/.test(text) && readAddresses(text).some((one) => one.isAddress));
    if (isEnded) commit(text);
    else onType(text);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      commit(typed);
    }
    const last = value[value.length - 1];
    if (event.key === 'Backspace' && typed === '' && last) {
      event.preventDefault();
      edit(last);
    }
  };
  const read = async (files: FileList | null) => {
    const texts = await Promise.all([...(files ?? [])].map((file) => file.text()));
    take(texts.flatMap(readFile));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    if (event.dataTransfer.files.length > 0) void read(event.dataTransfer.files);
    else commit(event.dataTransfer.getData('text'));
  };
  const remove = useCallback(
    (address: Address) => {
      onChange(value.filter((one) => one !== address));
      field.current?.focus();
    },
    [onChange, value],
  );
  const edit = useCallback(
    (address: Address) => {
      onChange(value.filter((one) => one !== address));
      onType(address.text);
      field.current?.focus();
    },
    [onChange, onType, value],
  );

  const isWrong = (one: Address) => !one.isAddress || verdicts.has(keyOf(one.text));
  const shown = value.length <= shownMost ? value : firstOf(value, isWrong);
  const more = value.length - shown.length;
  return (
    <div>
      <Input.Wrapper
        label={label}
        description={hint}
        error={error}
        id={id}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      >
        {/* A click beside the chips goes where one types; the keyboard comes there by itself. */}
        {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
        <div
          className={classes.field}
          data-invalid={error !== undefined || undefined}
          data-over={isOver || undefined}
          onClick={(event) => event.target === event.currentTarget && field.current?.focus()}
          onDragOver={(event) => {
            event.preventDefault();
            setIsOver(true);
          }}
          onDragLeave={() => setIsOver(false)}
          onDrop={drop}
        >
          {value.length > 0 && (
            <ul className={classes.chips} aria-label={label}>
              {shown.map((address) => (
                <AddressChip
                  key={address.text}
                  address={address}
                  isLeftOut={verdicts.has(keyOf(address.text))}
                  onRemove={remove}
                  onEdit={edit}
                />
              ))}
              {more > 0 && (
                <li className={classes.more}>
                  <Trans>and {more} more</Trans>
                </li>
              )}
            </ul>
          )}
          <textarea
            ref={field}
            id={id}
            rows={1}
            className={classes.input}
            value={typed}
            onChange={type}
            onKeyDown={press}
            onPaste={(event) => {
              event.preventDefault();
              commit(typed + event.clipboardData.getData('text'));
            }}
            onBlur={(event) => {
              // Not when the way leads to what sends: under a moving button the click would be lost.
              if (!(event.relatedTarget instanceof HTMLButtonElement)) commit(typed);
            }}
            inputMode="email"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            aria-invalid={error !== undefined}
            aria-describedby={error === undefined ? `${id}-description` : `${id}-description ${id}-error`}
            data-act="invite"
            data-autofocus
          />
        </div>
      </Input.Wrapper>
      <div className={classes.ways}>
        <Button
          component="label"
          variant="subtle"
          size="compact-sm"
          className={classes.way}
          leftSection={<IconFileSpreadsheet aria-hidden size={16} stroke={1.7} />}
        >
          <Trans>Add from a CSV file</Trans>
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            onChange={(event) => {
              void read(event.currentTarget.files);
              event.currentTarget.value = '';
            }}
          />
        </Button>
        {value.length > 1 && (
          <Button variant="subtle" size="compact-sm" className={classes.way} onClick={() => onChange([])}>
            {t`Remove all`}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What is wrong in the list, filled up with its beginning; in its order. */
function firstOf(all: Address[], isWrong: (one: Address) => boolean): Address[] {
  const wrong = new Set(all.filter(isWrong).slice(0, shownMost));
  let room = shownMost - wrong.size;
  return all.filter((one) => wrong.has(one) || (room > 0 && room-- > 0));
}
