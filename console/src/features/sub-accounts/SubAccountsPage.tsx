import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconHierarchy2, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask, type Problem, type Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { Empty, ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { Page } from '../../ui/Page';
import { Pager, useLeaf } from '../../ui/Pager';
import { SearchField } from '../../ui/SearchField';
import { DeleteSubAccount } from './DeleteSubAccount';
import { NewSubAccount } from './NewSubAccount';
import { RenameSubAccount } from './RenameSubAccount';
import { SubAccountTable } from './SubAccountTable';

const pageSize = 50;

type Open = { form: 'new' } | { form: 'rename' | 'delete'; of: Schemas['SubAccount'] } | null;

const route = getRouteApi('/a/$acc/sub-accounts');

/** The parts of the account that permissions can be limited to. */
export function SubAccountsPage() {
  const { t } = useLingui();
  const account = useAccount();
  const { id: acc } = account;
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const leaf = useLeaf(q);
  const [open, setOpen] = useState<Open>(null);
  const found = useQuery({
    queryKey: ['account', acc, 'sub-accounts', 'list', q, leaf.cursor],
    queryFn: () =>
      ask(
        api.GET('/v1/accounts/{acc}/sub-accounts', {
          params: { path: { acc }, query: { limit: pageSize, cursor: leaf.cursor, ...(q === '' ? {} : { q }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const mayManage = account.can('sub_accounts:manage');
  const rows = found.data?.data;
  const isFirstUse = rows?.length === 0 && q === '' && leaf.page === 1;
  const create = (
    <Button leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />} onClick={() => setOpen({ form: 'new' })}>
      <Trans>New sub-account</Trans>
    </Button>
  );
  const close = () => setOpen(null);

  return (
    <Page
      title={t`Sub-accounts`}
      description={t`Parts of the account, such as a branch or a project. What somebody may do can be limited to some of them.`}
      actions={mayManage && !isFirstUse ? create : undefined}
    >
      <ListCard
        toolbar={
          isFirstUse ? undefined : (
            <SearchField
              label={t`Search sub-accounts`}
              value={q}
              onSearch={(words) => void navigate({ search: words === '' ? {} : { q: words }, replace: true })}
            />
          )
        }
        footer={found.data && <Pager leaf={leaf} nextCursor={found.data.next_cursor} />}
      >
        {found.isError && !rows ? (
          <LoadFailure problem={found.error as Problem} retry={() => void found.refetch()} />
        ) : !rows ? (
          <LoadingRows />
        ) : isFirstUse ? (
          <Empty
            icon={<IconHierarchy2 size={24} stroke={1.7} />}
            title={<Trans>No sub-accounts yet</Trans>}
            action={mayManage ? create : undefined}
          >
            <Trans>As long as there are none, everybody’s permissions hold in the whole account.</Trans>
          </Empty>
        ) : rows.length === 0 ? (
          <Empty
            title={<Trans>No sub-account matches “{q}”.</Trans>}
            action={
              <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
                <Trans>Clear the search</Trans>
              </Button>
            }
          />
        ) : (
          <SubAccountTable
            rows={rows}
            busy={found.isPlaceholderData}
            onRename={mayManage ? (of) => setOpen({ form: 'rename', of }) : undefined}
            onDelete={mayManage ? (of) => setOpen({ form: 'delete', of }) : undefined}
          />
        )}
      </ListCard>
      {open?.form === 'new' && <NewSubAccount onClose={close} />}
      {open?.form === 'rename' && <RenameSubAccount sub={open.of.id} onClose={close} />}
      {open?.form === 'delete' && <DeleteSubAccount of={open.of} onClose={close} />}
    </Page>
  );
}
