import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAccount } from '../account/account';
import { namedMemberQuery } from '../account/members';
import { api, ask } from '../api/client';

interface PersonFilterProps {
  label: string;
  /** What stands there while nobody is chosen. */
  placeholder: string;
  /** A user's id. */
  value: string | undefined;
  onChange: (user: string | undefined) => void;
  className?: string;
}

/** Chooses one of the account's people by typing a part of the name or address. The server searches. */
export function PersonFilter({ label, placeholder, value, onChange, className }: PersonFilterProps) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, 250);
  const found = useQuery({
    queryKey: ['account', acc, 'members', 'filter', q],
    queryFn: () =>
      ask(api.GET('/v1/accounts/{acc}/members', { params: { path: { acc }, query: { limit: 20, q: q || undefined } } })),
    placeholderData: keepPreviousData,
  });
  const people = (found.data?.data ?? []).map(({ user }) => ({ value: user.id, label: user.name, email: user.email }));
  // Who is no longer in the account can still be filtered by, and is then known by the id alone.
  const absent = value !== undefined && !people.some((person) => person.value === value);
  const chosen = useQuery({ ...namedMemberQuery(acc, value ?? ''), enabled: absent }).data;
  const options = absent ? [...people, { value, label: chosen?.user.name ?? value, email: chosen?.user.email ?? '' }] : people;
  return (
    <Select
      className={className}
      aria-label={label}
      placeholder={placeholder}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t`Show all` }}
      data={options}
      value={value ?? null}
      onChange={(user) => onChange(user ?? undefined)}
      onSearchChange={setTyped}
      // The server has searched already, by more than what is shown.
      filter={({ options: all }) => all}
      nothingFoundMessage={t`Nobody matches`}
      comboboxProps={{ shadow: 'md' }}
      // The list itself scrolls, not a box in it that no key could reach.
      withScrollArea={false}
      styles={{ options: { maxHeight: 280, overflowY: 'auto' } }}
      renderOption={({ option }) => (
        <span>
          {option.label}
          <br />
          <small className="muted break">{options.find((one) => one.value === option.value)?.email}</small>
        </span>
      )}
    />
  );
}
