import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconHistory } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useAccount } from '../../account/account';
import { api, ask, Problem } from '../../api/client';
import { Empty, ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { Page } from '../../ui/Page';
import { Pager, useLeaf } from '../../ui/Pager';
import { EventFilters } from './EventFilters';
import { EventTable } from './EventTable';
import { type EventsSearch, timesOf } from './search';

const route = getRouteApi('/a/$acc/events');

/** The account's journal: each change, by whom, on what, what was before and after. */
export function EventsPage() {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const leaf = useLeaf(JSON.stringify(search));
  const { data, error, refetch } = useQuery({
    queryKey: ['account', acc, 'events', search, leaf.cursor],
    queryFn: () => {
      const { type, actor, target } = search;
      const query = { limit: 50, cursor: leaf.cursor, type, actor, target, ...timesOf(search) };
      return ask(api.GET('/v1/accounts/{acc}/events', { params: { path: { acc }, query } }));
    },
    placeholderData: keepPreviousData,
  });
  const filterBy = (filters: EventsSearch) => void navigate({ search: filters });
  return (
    <Page
      title={t`Audit log`}
      description={t`Each change in this account: what, by whom, when, and what was before. Nothing in it can be changed.`}
    >
      <ListCard
        toolbar={<EventFilters search={search} onChange={filterBy} />}
        footer={data && <Pager leaf={leaf} nextCursor={data.next_cursor} />}
      >
        {!data ? (
          error instanceof Problem ? (
            <LoadFailure problem={error} retry={() => void refetch()} />
          ) : (
            <LoadingRows />
          )
        ) : data.data.length === 0 ? (
          <Empty
            icon={<IconHistory size={22} stroke={1.7} />}
            title={t`No event matches`}
            action={
              <Button variant="default" onClick={() => filterBy({})}>
                <Trans>Clear the filters</Trans>
              </Button>
            }
          />
        ) : (
          <EventTable events={data.data} caption={t`Audit log`} />
        )}
      </ListCard>
    </Page>
  );
}
