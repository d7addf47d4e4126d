import { Button, Skeleton } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useState } from 'react';
import { useAccount } from '../../account/account';
import { PermissionPicker } from '../member/PermissionPicker';
import { RoleChoice } from '../member/RoleChoice';
import { SubAccountPicker } from '../member/SubAccountPicker';
import type { Grant } from './grant';
import classes from './InviteForm.module.css';
import { PermissionsDialog } from './PermissionsDialog';

interface GrantFieldsProps {
  grant: Grant;
  /** A dialog is open over the form. */
  onOver: (isOver: boolean) => void;
}

/** What the invited get: the role, and as the policy arranges it the permissions beyond it. */
export function GrantFields({ grant, onOver }: GrantFieldsProps) {
  const account = useAccount();
  const { roles, role } = grant;
  const label = account.text('invite.role_field');
  if (!roles || !role) return <Skeleton height={76} />;
  return (
    <>
      {roles.length > 1 && (
        <div className={classes.part}>
          <p className={classes.label}>{label}</p>
          <RoleChoice
            label={label}
            roles={roles}
            value={role.id}
            onChange={grant.chooseRole}
            titleOf={(one) => account.policy.texts[`roles.${one.id}.choice_label`] ?? one.title}
          />
        </div>
      )}
      {account.arrangement('invite.permissions') === 'dialog' ? (
        <Behind grant={grant} onOver={onOver} />
      ) : (
        <>
          {account.arrangement('invite.permissions') === 'inline' && <Permissions grant={grant} />}
          <SubAccounts grant={grant} />
        </>
      )}
    </>
  );
}

function Permissions({ grant: { role, picked, scope, pick } }: { grant: Grant }) {
  const account = useAccount();
  if (!role || role.pickable.length === 0) return null;
  return (
    <div className={classes.part}>
      <p className={classes.label}>{account.text('member.permissions_heading')}</p>
      <PermissionPicker key={role.id} value={picked} onChange={pick} role={role} wholeAccount={scope === 'all'} />
    </div>
  );
}

function SubAccounts({ grant: { scope, limit } }: { grant: Grant }) {
  const { policy } = useAccount();
  if (!policy.features.sub_accounts) return null;
  return (
    <div className={classes.part}>
      <p className={classes.label}>
        <Trans>Sub-accounts</Trans>
      </p>
      <SubAccountPicker value={scope} onChange={limit} />
    </div>
  );
}

/** Where the policy has the choice behind a button: what is chosen stands beside it. */
function Behind({ grant, onOver }: GrantFieldsProps) {
  const account = useAccount();
  const { policy } = account;
  const [opened, setOpened] = useState(false);
  const open = (isOpen: boolean) => {
    setOpened(isOpen);
    onOver(isOpen);
  };
  const hasChoice = (grant.role?.pickable.length ?? 0) > 0 || policy.features.sub_accounts;
  if (!hasChoice) return null;
  return (
    <div className={classes.behind}>
      <Button
        variant="default"
        leftSection={<IconAdjustmentsHorizontal aria-hidden size={16} stroke={1.7} />}
        onClick={() => open(true)}
      >
        {account.text('invite.permissions_button')}
      </Button>
      <p className="muted">
        <Chosen grant={grant} />
      </p>
      {opened && (
        <PermissionsDialog title={account.text('invite.permissions_button')} onClose={() => open(false)}>
          <Permissions grant={grant} />
          <SubAccounts grant={grant} />
        </PermissionsDialog>
      )}
    </div>
  );
}

function Chosen({ grant: { role, picked, scope } }: { grant: Grant }) {
  const { t } = useLingui();
  const { policy } = useAccount();
  const count = picked.length;
  const parts = scope === 'all' ? 0 : scope.length;
  const permissions =
    role && role.pickable.length > 0 ? (
      <Plural value={count} _0="No permission chosen yet" one="# permission chosen" other="# permissions chosen" />
    ) : null;
  const places = policy.features.sub_accounts && (
    <>
      {scope === 'all' ? t`All sub-accounts` : <Plural value={parts} one="# sub-account chosen" other="# sub-accounts chosen" />}
    </>
  );
  return (
    <>
      {permissions}
      {permissions && places && ' · '}
      {places}
    </>
  );
}
