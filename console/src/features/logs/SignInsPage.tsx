import { useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useAccount } from '../../account/account';
import { api, ask, Problem, type Schemas } from '../../api/client';
import { Address } from '../../ui/Address';
import { Empty, ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { TextLink } from '../../ui/links';
import { Page } from '../../ui/Page';
import { Pager, useLeaf } from '../../ui/Pager';
import { PersonFilter } from '../../ui/PersonFilter';
import classes from './logs.module.css';
import { SignInTable } from './SignInTable';

const route = getRouteApi('/a/$acc/sign-ins');

/** Each sign-in of the account's people: when, by whom, with what result, from where. */
export function SignInsPage() {
  const { t } = useLingui();
  const { id: acc, can } = useAccount();
  const { user } = route.useSearch();
  const navigate = route.useNavigate();
  const leaf = useLeaf(user);
  const { data, error, refetch } = useQuery({
    queryKey: ['account', acc, 'sign-ins', user, leaf.cursor],
    queryFn: () =>
      ask(api.GET('/v1/accounts/{acc}/sign-ins', { params: { path: { acc }, query: { limit: 50, cursor: leaf.cursor, user } } })),
    placeholderData: keepPreviousData,
  });
  const filterBy = (one: string | undefined) => void navigate({ search: { user: one } });
  return (
    <Page title={t`Login logs`} description={t`Each sign-in of the account’s users, and each failed try with their addresses.`}>
      <ListCard
        toolbar={
          can('members:read') ? (
            <PersonFilter
              className={classes.filter}
              label={t`User`}
              placeholder={t`All users`}
              value={user}
              onChange={filterBy}
            />
          ) : undefined
        }
        footer={data && <Pager leaf={leaf} nextCursor={data.next_cursor} />}
      >
        {!data ? (
          error instanceof Problem ? (
            <LoadFailure problem={error} retry={() => void refetch()} />
          ) : (
            <LoadingRows />
          )
        ) : data.data.length === 0 ? (
          <Empty title={user ? t`No sign-in of this user` : t`No sign-ins yet`} />
        ) : (
          <SignInTable
            signIns={data.data}
            caption={t`Login logs`}
            person={(one) => <Person user={one} acc={acc} linked={can('members:read')} />}
          />
        )}
      </ListCard>
    </Page>
  );
}

function Person({ user, acc, linked }: { user: Schemas['SignIn']['user']; acc: string; linked: boolean }) {
  return (
    <span className={classes.person}>
      {linked ? (
        <TextLink to="/a/$acc/users/$usr" params={{ acc, usr: user.id }} c="inherit" fw={560}>
          {user.name}
        </TextLink>
      ) : (
        <b>{user.name}</b>
      )}
      <small>
        <Address email={user.email} />
      </small>
    </span>
  );
}
