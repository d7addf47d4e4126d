import { Progress, Skeleton } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { number } from '../../base/format';
import classes from './Limits.module.css';
import { seatsQuery } from './seats';

type Limit = Schemas['SeatPage']['limits'][number];

/** From here on it is said that little is left. */
const nearlyFull = 0.9;

/** Each limit of the plan as a meter. */
export function Limits() {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const seats = useQuery(seatsQuery(acc));
  // Whether the seats can be had is said where they are listed.
  if (seats.isError && !seats.data) return null;
  if (!seats.data)
    return (
      <div role="status" aria-label={t`Loading`} className={`${classes.card} ${classes.meter}`}>
        <Skeleton height={14} width="24%" my={4} />
        <Skeleton height={8} />
        <Skeleton height={12} width="10%" my={4} />
      </div>
    );
  const limited = seats.data.limits.filter((limit) => limit.max !== null);
  if (limited.length === 0)
    return (
      <div className={classes.card}>
        <p className={classes.none}>
          <Trans>This plan limits nothing: invite as many people as you like.</Trans>
        </p>
      </div>
    );
  return (
    <ul className={classes.card}>
      {limited.map((limit) => (
        <Meter key={limit.limit} limit={limit} />
      ))}
    </ul>
  );
}

function Meter({ limit }: { limit: Limit }) {
  const { t } = useLingui();
  const { policy, text } = useAccount();
  const title = policy.plans.flatMap((plan) => plan.limits).find((one) => one.limit === limit.limit)?.title ?? limit.limit;
  const most = limit.max ?? 0;
  const used = number(limit.used);
  const max = number(most);
  const left = most - limit.used;
  const isFull = left <= 0;
  const tone = isFull ? 'full' : limit.used >= most * nearlyFull ? 'near' : 'free';
  return (
    <li className={classes.meter} data-tone={tone}>
      <div className={classes.words}>
        <h2>{title}</h2>
        <p className="num">
          <Trans>
            <b>{used}</b> of {max} used
          </Trans>
        </p>
      </div>
      <Progress
        value={most === 0 ? 100 : Math.min(100, (limit.used / most) * 100)}
        size={8}
        radius="xl"
        color={isFull ? 'var(--c-danger)' : tone === 'near' ? 'var(--c-warn)' : undefined}
        aria-label={t`${title}: ${used} of ${max} used`}
      />
      {isFull ? (
        <p className={classes.full}>
          <IconAlertTriangle size={16} stroke={1.7} aria-hidden />
          <span>
            <Trans>All are taken, pending invitations included. Nobody can be added here until one becomes free.</Trans>{' '}
            {text('more_seats_contact')}
          </span>
        </p>
      ) : (
        <p className={classes.left}>
          <Left count={left} />
        </p>
      )}
    </li>
  );
}

function Left({ count }: { count: number }) {
  const left = number(count);
  return <Trans>Left: {left}</Trans>;
}
