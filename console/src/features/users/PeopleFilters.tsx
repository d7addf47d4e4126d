import { NativeSelect, Tabs } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useAccount } from '../../account/account';
import { rolesQuery } from '../../account/grants';
import { number } from '../../base/format';
import { useIsSettled } from '../../base/settled';
import { SearchField } from '../../ui/SearchField';
import type { Counts } from './people';
import classes from './people.module.css';
import type { Tab } from './search';
import { hasTabs, type View } from './view';

const tabs: { tab: Tab; text: string; countOf: (counts: Counts) => number }[] = [
  { tab: 'active', text: 'users_page.tab_active', countOf: (counts) => counts.active },
  { tab: 'pending', text: 'users_page.tab_pending', countOf: (counts) => counts.pending + counts.expired },
  { tab: 'deactivated', text: 'users_page.tab_deactivated', countOf: (counts) => counts.deactivated },
];

interface FilterProps {
  view: View;
  counts: Counts | undefined;
}

/** Three lists, where the policy keeps them apart. What is searched stays searched in each. */
export function PeopleTabs({ view, counts, children }: FilterProps & { children: ReactNode }) {
  const account = useAccount();
  const first = 'active';
  const tab = view.tab ?? first;
  return (
    <Tabs
      value={tab}
      onChange={(next) =>
        view.show({ q: view.search.q, role: view.search.role, tab: next === first ? undefined : (next as Tab) })
      }
    >
      <Tabs.List className={classes.tabList}>
        {tabs.map(({ tab: value, text, countOf }) => (
          <Tabs.Tab
            key={value}
            value={value}
            className={classes.tab}
            rightSection={
              <span className={classes.count} data-coming={counts === undefined || undefined}>
                {counts ? number(countOf(counts)) : '\u2007'}
              </span>
            }
          >
            {account.text(text)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab}>{children}</Tabs.Panel>
    </Tabs>
  );
}

/** Search and filters above the rows. */
export function PeopleFilters({ view, counts, hint }: FilterProps & { hint: boolean }) {
  const { t } = useLingui();
  const account = useAccount();
  return (
    <>
      <SearchField
        className={classes.search}
        label={view.members === undefined ? t`Search by email` : t`Search by name or email`}
        value={view.search.q ?? ''}
        onSearch={(words) => view.show({ ...view.search, q: words === '' ? undefined : words }, true)}
      />
      {!hasTabs(account) && <StatusFilter view={view} counts={counts} />}
      <RoleFilter view={view} />
      {hint && (
        <span className={classes.hint}>
          <Trans>Select someone to see what can be done.</Trans>
        </span>
      )}
    </>
  );
}

function StatusFilter({ view, counts }: FilterProps) {
  const { t } = useLingui();
  const account = useAccount();
  const choices = tabs.map(({ tab, text, countOf }) => {
    const title = account.text(text);
    return { value: tab, label: counts ? `${title} (${number(countOf(counts))})` : title };
  });
  return (
    <NativeSelect
      className={classes.filter}
      aria-label={t`Show`}
      value={view.tab ?? ''}
      onChange={(event) => view.show({ ...view.search, tab: (event.currentTarget.value || undefined) as Tab | undefined })}
      data={[{ value: '', label: t`Everybody` }, ...choices]}
    />
  );
}

function RoleFilter({ view }: { view: View }) {
  const { t } = useLingui();
  const account = useAccount();
  const own = useQuery({ ...rolesQuery(account.id), enabled: useIsSettled() && account.policy.features.custom_roles }).data;
  const roles = own ?? account.policy.roles;
  if (roles.length < 2) return null;
  return (
    <NativeSelect
      className={classes.filter}
      aria-label={account.text('users_page.column_role')}
      value={view.search.role ?? ''}
      onChange={(event) => view.show({ ...view.search, role: event.currentTarget.value || undefined })}
      data={[{ value: '', label: t`All roles` }, ...roles.map(({ id, title }) => ({ value: id, label: title }))]}
    />
  );
}
