import { Button } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api } from '../../api/client';
import { useAccount } from '../../account/account';
import { permissionsQuery } from '../../account/grants';
import { useRefresh } from '../../account/refresh';
import { Confirm } from '../../ui/Confirm';
import { Conflict } from '../../ui/Conflict';
import { DangerousAct, DangerZone } from '../../ui/DangerZone';
import { Failure } from '../../ui/Failure';
import { SaveBar } from '../../ui/SaveBar';
import { toast } from '../../ui/toast';
import { UnsavedChanges } from '../../ui/UnsavedChanges';
import { useEdit } from '../../ui/useEdit';
import { DeleteRoleDialog } from './DeleteRoleDialog';
import { countChanges, draftOf, gained, isComplete, type ReadRole, roleQuery, settled } from './role';
import { RoleFields } from './RoleFields';

/** Changing a role of the account's own: for everybody who has it, so what it does to them is shown first. */
export function RoleForm({ read }: { read: ReadRole }) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [deleting, setDeleting] = useState(false);
  const labels = useLabels();
  const rol = read.data.id;
  const query = roleQuery(acc, rol);
  const edit = useEdit({
    read,
    draftOf,
    settle: settled,
    countChanges,
    asksFirst: (before, after) => gained(before, after).length + gained(after, before).length > 0,
    readAgain: () => client.fetchQuery({ ...query, staleTime: 0 }),
    patch: async (before, after, options) =>
      (await answered(
        api.PATCH('/v1/accounts/{acc}/roles/{rol}', {
          params: { path: { acc, rol }, ...options },
          body: {
            ...(before.title !== after.title && { title: after.title }),
            ...(countChanges({ ...before, title: after.title }, after) > 0 && { permissions: after.permissions }),
          },
        }),
      )) as ReadRole,
    onHolds: (now) => client.setQueryData(query.queryKey, now),
    onSaved: (_, now) => {
      const { title } = now.data;
      toast(t`The role “${title}” is saved.`);
      void refresh();
    },
  });
  const { draft, theirs } = edit;
  const title = read.data.title;
  return (
    <>
      <RoleFields draft={draft} change={edit.change} problem={edit.problem} version={edit.etag} />
      <Failure problem={edit.problem?.field('/title') ? null : edit.problem} />
      <SaveBar changes={edit.changes} busy={edit.busy} off={!isComplete(draft)} onDiscard={edit.discard} onSave={edit.save} />
      <UnsavedChanges when={edit.changes > 0} />
      <DangerZone title={t`Deleting`}>
        <DangerousAct meaning={<Trans>Whoever has the role gets another one, which you choose. This cannot be undone.</Trans>}>
          <Button variant="outline" color="red" data-act="delete" onClick={() => setDeleting(true)}>
            <Trans>Delete role</Trans>
          </Button>
        </DangerousAct>
      </DangerZone>
      {edit.confirming && (
        <Confirm
          title={t`Change the role “${title}” for everybody who has it?`}
          verb={t`Save`}
          plan={edit.plan}
          act={edit.act}
          onClose={edit.closeConfirm}
          onDone={edit.closeConfirm}
        />
      )}
      {deleting && (
        <DeleteRoleDialog
          role={read.data}
          onClose={() => setDeleting(false)}
          onDone={() => navigate({ to: '/a/$acc/roles', params: { acc }, ignoreBlocker: true })}
        />
      )}
      {theirs && (
        <Conflict
          name={title}
          rows={[
            ...(theirs.title === draft.title ? [] : [{ label: t`Name`, mine: draft.title, theirs: theirs.title }]),
            ...(countChanges({ ...theirs, title: draft.title }, draft) === 0
              ? []
              : [
                  {
                    label: t`Permissions`,
                    mine: <Names of={gained(theirs, draft).map(labels)} />,
                    theirs: <Names of={gained(draft, theirs).map(labels)} />,
                  },
                ]),
          ]}
          onKeepMine={edit.keepMine}
          onTakeTheirs={edit.takeTheirs}
          onClose={edit.closeConflict}
        />
      )}
    </>
  );
}

function useLabels(): (permission: string) => string {
  const { id } = useAccount();
  const modules = useQuery(permissionsQuery(id)).data ?? [];
  const labels = new Map(modules.flatMap((module) => module.permissions.map((one) => [one.id, one.label])));
  return (permission) => labels.get(permission) ?? permission;
}

/** What only this version has: roles are long, and the rest is the same. */
function Names({ of }: { of: string[] }) {
  const count = of.length;
  if (count === 0) return <Trans>Nothing that the other has not</Trans>;
  return (
    <>
      <Plural value={count} one="# more:" other="# more:" />
      <ul>
        {of.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </>
  );
}
