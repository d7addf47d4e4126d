import { Button, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../../api/client';
import { useAccount } from '../../account/account';
import { accountQuery, type ReadAccount } from '../../account/accountQuery';
import { useRefresh } from '../../account/refresh';
import { Conflict } from '../../ui/Conflict';
import { Failure } from '../../ui/Failure';
import { Section } from '../../ui/Page';
import { toast } from '../../ui/toast';
import { UnsavedChanges } from '../../ui/UnsavedChanges';
import { useEdit } from '../../ui/useEdit';
import classes from './settings.module.css';

/** What the account is called; to be changed by who may. */
export function AccountName({ read }: { read: ReadAccount }) {
  const { t } = useLingui();
  const account = useAccount();
  const description = t`Everybody in the account sees it, and it stands in invitations.`;
  return (
    <Section beside title={t`Name`} description={description}>
      {account.can('account:update') ? <Form read={read} /> : <p className={classes.name}>{read.data.name}</p>}
    </Section>
  );
}

function Form({ read }: { read: ReadAccount }) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const client = useQueryClient();
  const refresh = useRefresh();
  const query = accountQuery(acc);
  const edit = useEdit({
    read,
    draftOf: ({ name }) => ({ name }),
    settle: ({ name }) => ({ name: name.trim() }),
    countChanges: (before, after) => Number(before.name !== after.name),
    readAgain: () => client.fetchQuery({ ...query, staleTime: 0 }),
    patch: async (_, after, options) =>
      (await answered(api.PATCH('/v1/accounts/{acc}', { params: { path: { acc }, ...options }, body: after }))) as ReadAccount,
    onHolds: (now) => client.setQueryData(query.queryKey, now),
    onSaved: (_, now) => {
      const { name } = now.data;
      toast(t`The account is called ${name} now.`);
      void refresh();
    },
  });
  const fault = edit.problem?.field('/name');
  return (
    <form
      noValidate
      className={classes.nameForm}
      onSubmit={(event) => {
        event.preventDefault();
        if (edit.changes > 0) edit.save();
      }}
    >
      <TextInput
        aria-label={t`Name`}
        maxLength={200}
        value={edit.draft.name}
        onChange={(event) => edit.change({ name: event.currentTarget.value })}
        error={fault}
      />
      <Button type="submit" loading={edit.busy} disabled={edit.changes === 0 || edit.draft.name.trim() === ''}>
        <Trans>Save</Trans>
      </Button>
      <Failure problem={fault ? null : edit.problem} />
      <UnsavedChanges when={edit.changes > 0} />
      {edit.theirs && (
        <Conflict
          name={read.data.name}
          rows={[{ label: t`Name`, mine: edit.draft.name, theirs: edit.theirs.name }]}
          onKeepMine={edit.keepMine}
          onTakeTheirs={() => {
            edit.takeTheirs();
            void refresh();
          }}
          onClose={edit.closeConflict}
        />
      )}
    </form>
  );
}
