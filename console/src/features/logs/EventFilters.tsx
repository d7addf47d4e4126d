import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useAccount } from '../../account/account';
import { PersonFilter } from '../../ui/PersonFilter';
import { kinds } from './eventWords';
import classes from './logs.module.css';
import type { EventsSearch, Period } from './search';

interface EventFiltersProps {
  search: EventsSearch;
  onChange: (search: EventsSearch) => void;
}

export function EventFilters({ search, onChange }: EventFiltersProps) {
  const { t } = useLingui();
  const { can } = useAccount();
  const change = (part: EventsSearch) => onChange({ ...search, ...part });
  const people = can('members:read');
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      <TypeFilter value={search.type} onChange={(type) => change({ type })} />
      {people && (
        <>
          <PersonFilter
            className={classes.filter}
            label={t`By whom`}
            placeholder={t`By anybody`}
            value={search.actor}
            onChange={(actor) => change({ actor })}
          />
          <PersonFilter
            className={classes.filter}
            label={t`To whom`}
            placeholder={t`To anybody`}
            value={search.target}
            onChange={(target) => change({ target })}
          />
        </>
      )}
      <NativeSelect
        className={classes.filter}
        aria-label={t`Period`}
        value={search.period ?? ''}
        onChange={(event) => {
          const period = (event.currentTarget.value || undefined) as Period | undefined;
          change({ period, since: undefined, until: undefined });
        }}
        data={[
          { value: '', label: t`At any time` },
          { value: 'day', label: t`Last 24 hours` },
          { value: 'week', label: t`Last 7 days` },
          { value: 'month', label: t`Last 30 days` },
          { value: 'quarter', label: t`Last 90 days` },
          { value: 'dates', label: t`From … until …` },
        ]}
      />
      {search.period === 'dates' && (
        <div className={classes.dates}>
          <TextInput
            className={classes.filter}
            type="date"
            aria-label={t`From`}
            value={search.since ?? ''}
            max={search.until}
            onChange={(event) => change({ since: event.currentTarget.value || undefined })}
          />
          <TextInput
            className={classes.filter}
            type="date"
            aria-label={t`Until`}
            value={search.until ?? ''}
            min={search.since}
            onChange={(event) => change({ until: event.currentTarget.value || undefined })}
          />
        </div>
      )}
      {filtered && (
        <Button variant="subtle" color="gray" onClick={() => onChange({})}>
          <Trans>Clear the filters</Trans>
        </Button>
      )}
    </>
  );
}

function TypeFilter({ value, onChange }: { value: string | undefined; onChange: (type: string | undefined) => void }) {
  const { t, i18n } = useLingui();
  return (
    <NativeSelect
      className={classes.filter}
      aria-label={t`What happened`}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      <option value="">{t`All events`}</option>
      {kinds.map((kind) => {
        const label = i18n._(kind.label);
        const types = Object.entries(kind.types);
        return (
          <optgroup key={kind.id} label={label}>
            {types.length > 1 && <option value={kind.id}>{t`All: ${label}`}</option>}
            {types.map(([type, words]) => (
              <option key={type} value={type}>
                {i18n._(words)}
              </option>
            ))}
          </optgroup>
        );
      })}
    </NativeSelect>
  );
}
