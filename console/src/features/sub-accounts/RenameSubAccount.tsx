import { TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, api, type Problem, type Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { Conflict } from '../../ui/Conflict';
import { FormDialog } from '../../ui/FormDialog';
import { toast } from '../../ui/toast';
import { useEdit, type Versioned } from '../../ui/useEdit';

interface RenameSubAccountProps {
  sub: string;
  onClose: () => void;
}

const path = '/v1/accounts/{acc}/sub-accounts/{sub}';

const readQuery = (acc: string, sub: string) => ({
  queryKey: ['account', acc, 'sub-accounts', 'versioned', sub],
  queryFn: (): Promise<Versioned<Schemas['SubAccount']>> => answered(api.GET(path, { params: { path: { acc, sub } } })),
  staleTime: 0,
});

/** Reads it first: a new name is saved only over the one that is shown. */
export function RenameSubAccount({ sub, onClose }: RenameSubAccountProps) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const read = useQuery(readQuery(acc, sub));
  if (read.data) return <Form read={read.data} onClose={onClose} />;
  return (
    <FormDialog
      title={t`Rename the sub-account`}
      verb={t`Rename`}
      busy={read.isPending}
      problem={read.error as Problem | null}
      off
      onSubmit={() => {}}
      onClose={onClose}
    >
      <TextInput label={t`Name`} disabled />
    </FormDialog>
  );
}

function Form({ read, onClose }: { read: Versioned<Schemas['SubAccount']>; onClose: () => void }) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const client = useQueryClient();
  const refresh = useRefresh();
  const sub = read.data.id;
  const query = readQuery(acc, sub);
  const edit = useEdit({
    read,
    draftOf: ({ name }) => ({ name }),
    settle: ({ name }) => ({ name: name.trim() }),
    countChanges: (before, after) => Number(before.name !== after.name),
    readAgain: () => client.fetchQuery(query),
    patch: async (_, after, options) =>
      (await answered(api.PATCH(path, { params: { path: { acc, sub }, ...options }, body: after }))) as Versioned<
        Schemas['SubAccount']
      >,
    onHolds: (now) => client.setQueryData(query.queryKey, now),
    onSaved: (_, now) => {
      const { name } = now.data;
      toast(t`The sub-account is called ${name} now.`);
      void refresh();
      onClose();
    },
  });
  const fault = edit.problem?.field('/name');
  const old = read.data.name;
  return (
    <>
      <FormDialog
        title={t`Rename ${old}`}
        verb={t`Rename`}
        busy={edit.busy}
        problem={fault ? null : edit.problem}
        off={edit.changes === 0 || edit.draft.name.trim() === ''}
        onSubmit={edit.save}
        onClose={onClose}
      >
        <TextInput
          label={t`Name`}
          data-autofocus
          required
          withAsterisk={false}
          maxLength={200}
          value={edit.draft.name}
          onChange={(event) => edit.change({ name: event.currentTarget.value })}
          error={fault}
        />
      </FormDialog>
      {edit.theirs && (
        <Conflict
          name={old}
          rows={[{ label: t`Name`, mine: edit.draft.name, theirs: edit.theirs.name }]}
          onKeepMine={edit.keepMine}
          onTakeTheirs={() => {
            edit.takeTheirs();
            void refresh();
            onClose();
          }}
          onClose={edit.closeConflict}
        />
      )}
    </>
  );
}
