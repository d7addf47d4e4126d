import { Checkbox, Radio, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { subAccountQuery, subAccountsQuery } from '../../account/subAccounts';
import { LoadFailure } from '../../ui/ListCard';
import classes from './SubAccountPicker.module.css';

export type Scope = 'all' | string[];

interface SubAccountPickerProps {
  value: Scope;
  onChange: (value: Scope) => void;
  locked?: boolean;
}

/** The whole account, or some of its sub-accounts. */
export function SubAccountPicker({ value, onChange, locked = false }: SubAccountPickerProps) {
  const { t } = useLingui();
  // The choice is kept while one looks at the other one.
  const [chosen, setChosen] = useState<string[]>(value === 'all' ? [] : value);
  const choose = (next: string[]) => {
    setChosen(next);
    onChange(next);
  };
  return (
    <div className={classes.picker}>
      <Radio.Group
        aria-label={t`Sub-accounts`}
        value={value === 'all' ? 'all' : 'some'}
        onChange={(which) => onChange(which === 'all' ? 'all' : chosen)}
      >
        <div className={classes.choices}>
          <Radio value="all" disabled={locked} label={t`All sub-accounts`} description={t`Those that are added later too.`} />
          <Radio
            value="some"
            disabled={locked}
            label={t`Only some`}
            description={t`Permissions hold in these and nowhere else.`}
          />
        </div>
      </Radio.Group>
      {value !== 'all' && <SubAccountBoxes value={value} onChange={choose} locked={locked} />}
    </div>
  );
}

/** As many are easily looked through; beyond it there is a search. */
const easilySeen = 8;

function SubAccountBoxes({ value, onChange, locked }: { value: string[]; onChange: (value: string[]) => void; locked: boolean }) {
  const { t } = useLingui();
  const account = useAccount();
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), 250);
  const found = useQuery({ ...subAccountsQuery(account.id, { q: asked }), placeholderData: keepPreviousData });
  const all = useQuery(subAccountsQuery(account.id, { q: '' }));
  const rows = found.data?.data ?? [];
  const listed = new Set((all.data?.data ?? []).map((one) => one.id));
  // Chosen ones that the first page does not hold are asked for one by one: there are few.
  const apart = useQueries({
    queries: (all.data ? value.filter((id) => !listed.has(id)) : []).map((id) => subAccountQuery(account.id, id)),
  }).flatMap((one) => (one.data ? [one.data] : []));
  const shown = asked === '' ? [...apart, ...rows] : rows;
  const count = value.length;
  const canSearch = rows.length > easilySeen || words !== '' || found.data?.next_cursor != null;

  if (found.isError && !found.data) return <LoadFailure problem={found.error as Problem} retry={() => void found.refetch()} />;
  return (
    <div className={classes.box}>
      {canSearch && (
        <TextInput
          type="search"
          className={classes.search}
          aria-label={t`Search sub-accounts`}
          placeholder={t`Search sub-accounts`}
          leftSection={<IconSearch size={16} stroke={1.7} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      )}
      <div className={classes.list} role="group" aria-label={t`Sub-accounts`} aria-busy={found.isFetching}>
        {found.isPending && [60, 45, 52].map((width) => <Skeleton key={width} height={20} width={`${width}%`} />)}
        {shown.map((one) => (
          <Checkbox
            key={one.id}
            label={one.name}
            disabled={locked}
            checked={value.includes(one.id)}
            onChange={(event) => onChange(event.currentTarget.checked ? [...value, one.id] : value.filter((id) => id !== one.id))}
          />
        ))}
        {found.data && shown.length === 0 && (
          <p className="muted">
            {asked === '' ? <Trans>There are no sub-accounts yet.</Trans> : <Trans>No sub-account matches “{asked}”.</Trans>}
          </p>
        )}
      </div>
      <p className={classes.count} data-none={count === 0 || undefined} role="status">
        {count === 0 ? (
          <Trans>Choose at least one.</Trans>
        ) : (
          <Plural value={count} one="# sub-account chosen" other="# sub-accounts chosen" />
        )}
        {found.data?.next_cursor != null && (
          <>
            {' '}
            <Trans>There are more than are listed here: search for them.</Trans>
          </>
        )}
      </p>
    </div>
  );
}
