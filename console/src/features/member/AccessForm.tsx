import { useQuery } from '@tanstack/react-query';
import { Trans, useLingui } from '@lingui/react/macro';
import { useAccount } from '../../account/account';
import { permissionsQuery, rolesQuery } from '../../account/grants';
import { Confirm } from '../../ui/Confirm';
import { Failure } from '../../ui/Failure';
import { Section } from '../../ui/Page';
import { SaveBar } from '../../ui/SaveBar';
import { UnsavedChanges } from '../../ui/UnsavedChanges';
import type { Edit } from '../../ui/useEdit';
import type { Access } from './access';
import { AccessConflict } from './AccessConflict';
import { PermissionPicker } from './PermissionPicker';
import { picksKept, picksWithin } from './picking';
import { RoleChoice } from './RoleChoice';
import { type Scope, SubAccountPicker } from './SubAccountPicker';

interface AccessFormProps {
  edit: Edit<Access>;
  /** Whose access it is. */
  name: string;
  /** The role that is held already: it can stay, whoever may give it. */
  present: string;
}

/** Role, permissions and sub-accounts of one who can be edited: a member, or who is invited. */
export function AccessForm({ edit, name, present }: AccessFormProps) {
  const { t } = useLingui();
  const account = useAccount();
  const roles = useQuery(rolesQuery(account.id)).data ?? [];
  const modules = useQuery(permissionsQuery(account.id)).data ?? [];
  const { draft } = edit;
  const role = roles.find((one) => one.id === draft.role);
  const hasSubAccounts = account.policy.features.sub_accounts;

  const chooseRole = (id: string) => {
    const next = roles.find((one) => one.id === id);
    if (next) edit.change({ role: id, picked: picksKept(draft.picked, next) });
  };
  const limit = (scope: Scope) => edit.change({ scope, picked: picksWithin(draft.picked, scope, modules) });
  return (
    <>
      {roles.length > 1 && (
        <Section beside title={account.text('users_page.column_role')}>
          <RoleChoice
            label={account.text('users_page.column_role')}
            roles={roles}
            value={draft.role}
            onChange={chooseRole}
            present={present}
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
          <SubAccountPicker key={edit.etag} value={draft.scope} onChange={limit} />
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
