import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import classes from './permissions.module.css';
import { PermissionBoxes } from './PermissionBoxes';
import { PermissionList } from './PermissionList';
import { judgeForRole } from './picking';

interface PermissionPickerProps {
  /** What is picked beyond the role. */
  value: string[];
  onChange: (value: string[]) => void;
  role: Schemas['Role'];
  /** Whether the person has the whole account: some permissions hold only then. */
  wholeAccount?: boolean;
  /** Only to be looked at. */
  locked?: boolean;
}

/** What the role gives, and what may be picked beyond it; what may not says why. */
export function PermissionPicker({ value, onChange, role, wholeAccount = true, locked = false }: PermissionPickerProps) {
  const { t } = useLingui();
  const account = useAccount();
  const judge = useMemo(() => judgeForRole(role, wholeAccount), [role, wholeAccount]);
  const title = role.title;
  const label = account.text('member.permissions_heading');

  if (locked) return <PermissionList label={label} held={[...role.permissions, ...value]} picked={value} />;
  if (role.pickable.length === 0)
    return (
      <div className={classes.stack}>
        <p className="muted">
          {role.all ? (
            <Trans>“{title}” comes with all of these permissions, and with those that are added later.</Trans>
          ) : (
            <Trans>“{title}” comes with these permissions. There is nothing to pick beyond them.</Trans>
          )}
        </p>
        <PermissionList label={label} held={role.permissions} />
      </div>
    );
  return (
    <PermissionBoxes
      label={label}
      value={value}
      onChange={onChange}
      judge={judge}
      reasons={{
        not_for_role: t`Not for the role “${title}”`,
        needs_whole_account: t`Only with access to all sub-accounts`,
        not_mine: t`You do not hold this yourself, so you cannot give it`,
      }}
    />
  );
}
