import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../account/session';
import { api, ask, Problem, type Schemas } from '../../api/client';
import { ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { Section } from '../../ui/Page';
import { Pager, useLeaf } from '../../ui/Pager';
import table from '../../ui/table.module.css';
import { When } from '../../ui/When';

/** Invitations that wait for me. Only the letter's link accepts one: it proves that the mailbox is mine. */
export function MyInvitations() {
  const { t } = useLingui();
  const email = useSession().user.email;
  const leaf = useLeaf();
  const { data, error, refetch } = useQuery({
    queryKey: ['me', 'invitations', leaf.cursor],
    queryFn: () => ask(api.GET('/v1/me/invitations', { params: { query: { limit: 25, cursor: leaf.cursor } } })),
  });
  // Most people have none: nothing to head a section with.
  if (data?.data.length === 0 && leaf.page === 1) return null;
  return (
    <Section
      title={t`Invitations for you`}
      description={
        <Trans>
          To accept one, follow the link in the letter that came to <b className="break">{email}</b>. Is it lost? Ask the person
          who invited you to send it again.
        </Trans>
      }
    >
      <ListCard
        footer={data?.next_cursor || leaf.previous ? <Pager leaf={leaf} nextCursor={data?.next_cursor ?? null} /> : undefined}
      >
        {data ? (
          <Rows invitations={data.data} caption={t`Invitations for you`} />
        ) : error instanceof Problem ? (
          <LoadFailure problem={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={1} />
        )}
      </ListCard>
    </Section>
  );
}

function Rows({ invitations, caption }: { invitations: Schemas['MyInvitation'][]; caption: string }) {
  const { t } = useLingui();
  return (
    <table className={table.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Account`}</th>
          <th scope="col">{t`Your role`}</th>
          <th scope="col">{t`Invited by`}</th>
          <th scope="col">{t`Open until`}</th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((invitation) => (
          <tr key={invitation.id}>
            <th scope="row">
              <b className="break">{invitation.account.name}</b>
            </th>
            <td>
              <span className={table.label}>{t`Your role`}</span>
              {invitation.title}
            </td>
            <td>
              <span className={table.label}>{t`Invited by`}</span>
              {invitation.invited_by?.name ?? '–'}
            </td>
            <td>
              <span className={table.label}>{t`Open until`}</span>
              <When time={invitation.expires_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
