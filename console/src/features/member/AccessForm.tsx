import { useQuery } from '@tanstack/react-query';
import { Trans, useLingui } from '@lingui/react/macro';
import { useAccount } from '../../account/account';
import { rolesQuery } from '../../account/grants';
import { Confirm } from '../../ui/Confirm';
import { Failure } from '../../ui/Failure';
import { Section } from '../../ui/Page';
import { SaveBar } from '../../ui/SaveBar';
import { toast } from '../../ui/toast';
import { UnsavedChanges } from '../../ui/UnsavedChanges';
import { AccessConflict } from './AccessConflict';
import type { ReadMember } from './member';
import { PermissionPicker } from './PermissionPicker';
import { picksKept } from './picking';
import { RoleChoice } from './RoleChoice';
import { SubAccountPicker } from './SubAccountPicker';
import { useAccessEdit } from './useAccessEdit';
import { useAccessUndo } from './useAccessUndo';

/** Role, permissions and sub-accounts of one who can be edited. */
export function AccessForm({ read }: { read: ReadMember }) {
  const { t } = useLingui();
  const account = useAccount();
  const undo = useAccessUndo();
  const roles = useQuery(rolesQuery(account.id)).data ?? [];
  const { name } = read.data.user;
  const edit = useAccessEdit(read, (before, saved) =>
    toast(t`What ${name} may do is saved.`, { label: t`Undo`, onClick: () => void undo(before, saved) }),
  );
  const { draft } = edit;
  const role = roles.find((one) => one.id === draft.role);
  const hasSubAccounts = account.policy.features.sub_accounts;

  const chooseRole = (id: string) => {
    const next = roles.find((one) => one.id === id);
    if (next) edit.change({ role: id, picked: picksKept(draft.picked, next) });
  };
  return (
    <>
      {roles.length > 1 && (
        <Section beside title={account.text('users_page.column_role')}>
          <RoleChoice
            label={account.text('users_page.column_role')}
            roles={roles}
            value={draft.role}
            onChange={chooseRole}
            present={read.data.role}
          />
        </Section>
      )}
      {role && (
        <Section beside title={account.text('member.permissions_heading')}>
          <PermissionPicker
            key={`${role.id} ${edit.etag}`}
            value={draft.picked}
            onChange={(picked) => edit.change({ picked })}
            role={role}
            wholeAccount={draft.scope === 'all'}
          />
        </Section>
      )}
      {hasSubAccounts && (
        <Section beside title={t`Sub-accounts`} description={<Trans>Where all of this holds.</Trans>}>
          <SubAccountPicker key={edit.etag} value={draft.scope} onChange={(scope) => edit.change({ scope })} />
        </Section>
      )}
      <Failure problem={edit.problem} />
      <SaveBar
        changes={edit.changes}
        busy={edit.busy}
        off={draft.scope.length === 0}
        onDiscard={edit.discard}
        onSave={edit.save}
      />
      <UnsavedChanges when={edit.changes > 0} />
      {edit.confirming && (
        <Confirm
          title={t`Save the changes for ${name}?`}
          verb={t`Save`}
          plan={edit.plan}
          act={edit.act}
          onClose={edit.closeConfirm}
          onDone={edit.closeConfirm}
        />
      )}
      {edit.theirs && (
        <AccessConflict
          name={name}
          mine={draft}
          theirs={edit.theirs}
          onKeepMine={edit.keepMine}
          onTakeTheirs={edit.takeTheirs}
          onClose={edit.closeConflict}
        />
      )}
    </>
  );
}
