import { useLingui, Trans } from '@lingui/react/macro';
import { IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Problem, Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { list } from '../../base/format';
import { Avatar } from '../../ui/Avatar';
import { Empty, ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { TextLink } from '../../ui/links';
import { Pager, useLeaf } from '../../ui/Pager';
import table from '../../ui/table.module.css';
import { When } from '../../ui/When';
import people from '../users/people.module.css';
import classes from './SeatList.module.css';
import { seatsQuery } from './seats';

type Seat = Schemas['Seat'];

/** Each seat with its holder and why it counts, as the server says it. */
export function SeatList() {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const leaf = useLeaf();
  const seats = useQuery(seatsQuery(acc, leaf.cursor));
  const page = seats.data;
  return (
    <ListCard footer={page && <Pager leaf={leaf} nextCursor={page.next_cursor} />}>
      {seats.isError && !page ? (
        <LoadFailure problem={seats.error as Problem} retry={() => void seats.refetch()} />
      ) : !page ? (
        <LoadingRows />
      ) : page.data.length === 0 ? (
        <Empty title={<Trans>No seats are taken</Trans>} />
      ) : (
        <table className={table.table} aria-busy={seats.isPlaceholderData}>
          <caption>{t`Every seat`}</caption>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Holder</Trans>
              </th>
              <th scope="col">
                <Trans>Counts towards</Trans>
              </th>
              <th scope="col">
                <Trans>Why</Trans>
              </th>
              <th scope="col">
                <Trans>Since</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {page.data.map((seat) => (
              <SeatRow key={seat.kind + seat.holder.id} seat={seat} />
            ))}
          </tbody>
        </table>
      )}
    </ListCard>
  );
}

function SeatRow({ seat }: { seat: Seat }) {
  const { policy } = useAccount();
  const titleOf = (id: string) => policy.plans.flatMap((plan) => plan.limits).find((limit) => limit.limit === id)?.title ?? id;
  const towards = list(seat.counts_towards.map(titleOf));
  return (
    <tr>
      <th scope="row">
        <span className={classes.holder}>
          {seat.kind === 'member' ? (
            <Avatar name={seat.holder.name ?? seat.holder.email} seed={seat.holder.id} />
          ) : (
            <span aria-hidden className={people.letter}>
              <IconMail size={16} stroke={1.7} />
            </span>
          )}
          <span className={classes.names}>
            <Holder seat={seat} />
          </span>
        </span>
      </th>
      <td>
        <span className={table.label}>
          <Trans>Counts towards</Trans>
        </span>
        {towards === '' ? (
          <span className="muted">
            <Trans>No limit</Trans>
          </span>
        ) : (
          towards
        )}
      </td>
      <td className={classes.reason}>{seat.reason}</td>
      <td>
        <span className={table.label}>
          <Trans>Since</Trans>
        </span>
        <When time={seat.since} />
      </td>
    </tr>
  );
}

/** A member leads to their page, an invitation to its own. */
function Holder({ seat }: { seat: Seat }) {
  const { id: acc } = useAccount();
  const { holder } = seat;
  const words = holder.name ?? holder.email;
  return (
    <>
      {seat.kind === 'member' ? (
        <TextLink to="/a/$acc/users/$usr" params={{ acc, usr: holder.id }} fw={560} c="inherit">
          {words}
        </TextLink>
      ) : (
        <TextLink to="/a/$acc/invitations/$inv" params={{ acc, inv: holder.id }} fw={560} c="inherit">
          {words}
        </TextLink>
      )}
      {holder.name !== null && <span className={classes.email}>{holder.email}</span>}
    </>
  );
}
