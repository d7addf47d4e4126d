import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconAddressBook, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask, type Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { Empty, ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { Page } from '../../ui/Page';
import { Pager, useLeaf } from '../../ui/Pager';
import { SearchField } from '../../ui/SearchField';
import type { Contact } from './contact';
import { ContactTable } from './ContactTable';
import { DeleteContact } from './DeleteContact';
import { EditContact } from './EditContact';
import { NewContact } from './NewContact';

const pageSize = 50;

type Open = { form: 'new' } | { form: 'edit' | 'delete'; of: Contact } | null;

const route = getRouteApi('/a/$acc/contacts');

/** People who get an account's notices and cannot sign in. */
export function ContactsPage() {
  const { t } = useLingui();
  const account = useAccount();
  const { id: acc, name } = account;
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const leaf = useLeaf(q);
  const [open, setOpen] = useState<Open>(null);
  const found = useQuery({
    queryKey: ['account', acc, 'contacts', 'list', q, leaf.cursor],
    queryFn: () =>
      ask(
        api.GET('/v1/accounts/{acc}/contacts', {
          params: { path: { acc }, query: { limit: pageSize, cursor: leaf.cursor, ...(q === '' ? {} : { q }) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const mayManage = account.can('contacts:manage');
  const rows = found.data?.data;
  const isFirstUse = rows?.length === 0 && q === '' && leaf.page === 1;
  const create = (
    <Button leftSection={<IconPlus size={16} stroke={1.7} aria-hidden />} onClick={() => setOpen({ form: 'new' })}>
      <Trans>Add contact</Trans>
    </Button>
  );
  const close = () => setOpen(null);

  return (
    <Page
      title={t`Contacts`}
      description={t`People who get the notices about ${name} by email and do not sign in, such as the accountant.`}
      actions={mayManage && !isFirstUse ? create : undefined}
    >
      <ListCard
        toolbar={
          isFirstUse ? undefined : (
            <SearchField
              label={t`Search by name or email`}
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
            icon={<IconAddressBook size={24} stroke={1.7} />}
            title={<Trans>No contacts yet</Trans>}
            action={mayManage ? create : undefined}
          >
            <Trans>Add who should know besides the owner, topic by topic.</Trans>
          </Empty>
        ) : rows.length === 0 ? (
          <Empty
            title={<Trans>No contact matches “{q}”.</Trans>}
            action={
              <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
                <Trans>Clear the search</Trans>
              </Button>
            }
          />
        ) : (
          <ContactTable
            rows={rows}
            busy={found.isPlaceholderData}
            onEdit={mayManage ? (of) => setOpen({ form: 'edit', of }) : undefined}
            onDelete={mayManage ? (of) => setOpen({ form: 'delete', of }) : undefined}
          />
        )}
      </ListCard>
      {open?.form === 'new' && <NewContact onClose={close} />}
      {open?.form === 'edit' && <EditContact of={open.of} onClose={close} />}
      {open?.form === 'delete' && <DeleteContact of={open.of} onClose={close} />}
    </Page>
  );
}
