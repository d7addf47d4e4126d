import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, ask, type Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { Avatar } from '../../ui/Avatar';
import { Empty, ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { TextLink } from '../../ui/links';
import { Section } from '../../ui/Page';
import { Pager, useLeaf } from '../../ui/Pager';
import classes from './RoleHolders.module.css';

const pageSize = 10;

/** Who has the role. */
export function RoleHolders({ role }: { role: string }) {
  const { t } = useLingui();
  const account = useAccount();
  const { id: acc } = account;
  const leaf = useLeaf();
  const holders = useQuery({
    queryKey: ['account', acc, 'members', 'of role', role, leaf.cursor],
    queryFn: () =>
      ask(
        api.GET('/v1/accounts/{acc}/members', {
          params: { path: { acc }, query: { role, limit: pageSize, sort: 'name', cursor: leaf.cursor } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const page = holders.data;
  return (
    <Section beside title={t`Who has this role`}>
      <ListCard footer={page && <Pager leaf={leaf} nextCursor={page.next_cursor} />}>
        {holders.isError && !page ? (
          <LoadFailure problem={holders.error as Problem} retry={() => void holders.refetch()} />
        ) : !page ? (
          <LoadingRows rows={3} />
        ) : page.data.length === 0 ? (
          <Empty title={<Trans>Nobody has this role yet</Trans>} />
        ) : (
          <ul className={classes.people} aria-busy={holders.isPlaceholderData}>
            {page.data.map(({ user, status }) => (
              <li key={user.id}>
                <Avatar name={user.name} seed={user.id} />
                <div>
                  <TextLink to="/a/$acc/users/$usr" params={{ acc, usr: user.id }} fw={560} c="inherit">
                    {user.name}
                  </TextLink>
                  <span className="muted break">{user.email}</span>
                </div>
                {status === 'deactivated' && <span className="muted">{account.text('users_page.status_deactivated')}</span>}
              </li>
            ))}
          </ul>
        )}
      </ListCard>
    </Section>
  );
}
