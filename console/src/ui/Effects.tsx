import { Skeleton } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react';
import type { DryRun, Schemas } from '../api/client';
import classes from './Effects.module.css';

const losses: ReadonlySet<Schemas['EffectType']> = new Set([
  'account_deleted',
  'member_loses_permission',
  'member_loses_sub_account',
  'member_deactivated',
  'member_removed',
  'session_ends',
  'invitation_cancelled',
  'role_deleted',
  'sub_account_deleted',
  'contact_deleted',
  'api_key_revoked',
] as const);

const most = 12;

interface EffectsProps {
  plan: DryRun | null;
  failed?: boolean;
  /** Small, below consequences that are told already. */
  inDetail?: boolean;
}

/** What a change would do, one line each, as the server says it. */
export function Effects({ plan, failed = false, inDetail = false }: EffectsProps) {
  if (plan === null)
    return failed ? null : (
      <div className={classes.effects}>
        <Skeleton height={14} width="70%" />
        <Skeleton height={14} width="55%" />
      </div>
    );
  if (plan.effects.length === 0)
    return (
      <p className="muted">
        <Trans>Nothing changes.</Trans>
      </p>
    );
  const more = plan.effects.length - most;
  return (
    <div className={classes.block} data-in-detail={inDetail || undefined}>
      <p className={classes.heading}>{inDetail ? <Trans>In detail:</Trans> : <Trans>What happens when you confirm:</Trans>}</p>
      <ul className={classes.effects} data-effects>
        {plan.effects.slice(0, most).map((effect, index) => (
          <li key={index} data-effect={effect.type}>
            {losses.has(effect.type) ? (
              <IconAlertTriangle aria-hidden size={16} stroke={1.7} className={classes.loss} />
            ) : (
              <IconArrowRight aria-hidden size={16} stroke={1.7} />
            )}
            <span>{effect.detail}</span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="muted">
          <Trans>… and {more} more.</Trans>
        </p>
      )}
    </div>
  );
}
