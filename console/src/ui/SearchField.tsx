import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useLingui } from '@lingui/react/macro';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';

interface SearchFieldProps {
  label: string;
  value: string;
  /** A quarter of a second after the last letter, or at once with Enter. */
  onSearch: (words: string) => void;
  className?: string;
}

/** Searches while one types. What was set from outside (Back, "Clear") stands in the field too. */
export function SearchField({ label, value, onSearch, className }: SearchFieldProps) {
  const { t } = useLingui();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    setTold(value);
    if (value !== words.trim()) setWords(value);
  }
  const tell = useDebouncedCallback((next: string) => onSearch(next.trim()), { delay: 250, flushOnUnmount: false });
  const search = (next: string) => {
    setWords(next);
    tell(next);
  };
  return (
    <search className={className}>
      <TextInput
        ref={field}
        type="search"
        aria-label={label}
        placeholder={label}
        value={words}
        onChange={(event) => search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') tell.flush();
        }}
        leftSection={<IconSearch aria-hidden size={16} stroke={1.7} />}
        rightSection={
          words !== '' && (
            <CloseButton
              size="sm"
              aria-label={t`Clear the search`}
              onClick={() => {
                search('');
                tell.flush();
                field.current?.focus();
              }}
            />
          )
        }
      />
    </search>
  );
}
