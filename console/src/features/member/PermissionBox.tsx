import { Checkbox, Switch } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAccount } from '../../account/account';
import classes from './permissions.module.css';
import type { JudgedPermission } from './picking';

interface PermissionBoxProps {
  permission: JudgedPermission;
  picked: ReadonlySet<string>;
  onSet: (ids: string[], on: boolean) => void;
  /** Why it is locked, where the heading above does not say it for all. */
  reason?: string;
}

/** One permission: to tick, given by the role, or locked. */
export function PermissionBox({ permission, picked, onSet, reason }: PermissionBoxProps) {
  const account = useAccount();
  const { id, label, standing } = permission;
  if (standing === 'given')
    return (
      <Held label={label}>
        <Trans>From the role</Trans>
      </Held>
    );
  const Control = account.arrangement('permissions.control') === 'switches' ? Switch : Checkbox;
  return (
    <Control
      label={label}
      description={reason}
      classNames={{ root: classes.box }}
      disabled={standing !== 'pickable'}
      checked={picked.has(id)}
      onChange={(event) => onSet([id], event.currentTarget.checked)}
    />
  );
}

interface HeldProps {
  label: string;
  /** Not held, but there to be picked. */
  asChoice?: boolean;
  /** Where it comes from. */
  children?: ReactNode;
}

/** A line that is not to be changed here: a tick where the others have a box, and where it comes from. */
export function Held({ label, asChoice = false, children }: HeldProps) {
  return (
    <div className={classes.heldLine}>
      {asChoice ? <IconPlus size={16} stroke={1.7} aria-hidden data-choice /> : <IconCheck size={16} stroke={2.2} aria-hidden />}
      <span>
        {label}
        {children !== undefined && <small>{children}</small>}
      </span>
    </div>
  );
}
