import { Button } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useAccount } from '../../account/account';
import { NotFound } from '../../app/NotFound';
import { prefetched } from '../../app/prefetched';
import { Page } from '../../ui/Page';
import { forgetAsked, useAsked } from '../invite/asked';
import { PeopleList } from './PeopleList';
import { useView } from './view';

const InviteDialog = lazy(() => import('../invite/InviteDialog').then((module) => ({ default: module.InviteDialog })));

// At the foot of the page: there before anybody has scrolled to it.
const InviteSection = lazy(
  prefetched(() => import('../invite/InviteSection').then((module) => ({ default: module.InviteSection }))),
);

/** The account's people, arranged as its policy has it. */
export function UsersPage() {
  const account = useAccount();
  if (!account.can('members:read')) return <NotFound />;
  return <People />;
}

function People() {
  const { t } = useLingui();
  const account = useAccount();
  const view = useView();
  const [opened, setOpened] = useState(false);
  const inviting = useAsked().length > 0 || opened;
  const mayInvite = account.can('members:invite');
  const inDialog = account.arrangement('invite.place') === 'dialog';
  const mayActOnOthers = mayInvite || account.can('members:manage') || account.can('members:remove');
  const button = mayInvite && inDialog && (
    <Button data-act="invite" leftSection={<IconPlus aria-hidden size={16} stroke={2} />} onClick={() => setOpened(true)}>
      {account.text('invite.button')}
    </Button>
  );
  const close = () => {
    setOpened(false);
    forgetAsked();
  };
  return (
    <Page
      title={account.text('users_page.title')}
      description={
        <>
          {account.text('users_page.description')}
          {!mayActOnOthers && <> {account.text('users_page.who_may_manage')}</>}
        </>
      }
      actions={button || undefined}
      actionsSide={account.arrangement('invite.button_side') === 'left' ? 'left' : 'right'}
    >
      <PeopleList view={view} invite={button} />
      <Suspense>{mayInvite && !inDialog && <InviteSection />}</Suspense>
      {mayInvite && inDialog && inviting && (
        <Suspense fallback={<span role="status" aria-label={t`Loading`} />}>
          <InviteDialog onClose={close} />
        </Suspense>
      )}
    </Page>
  );
}
