import { Skeleton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, api, type Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { list } from '../../base/format';
import { Conflict } from '../../ui/Conflict';
import { FormDialog } from '../../ui/FormDialog';
import { toast } from '../../ui/toast';
import { useEdit, type Versioned } from '../../ui/useEdit';
import { bodyOf, changedFields, type Contact, type ContactDraft, contactQuery, draftOf, isComplete, settled } from './contact';
import { ContactFields } from './ContactFields';
import { topics } from './topics';

interface EditContactProps {
  of: Contact;
  onClose: () => void;
}

/** Reads it first: what is changed is saved only over the state that is shown. */
export function EditContact({ of, onClose }: EditContactProps) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const read = useQuery(contactQuery(acc, of.id));
  const { name } = of;
  if (read.data && !read.isFetching) return <Form read={read.data} onClose={onClose} />;
  return (
    <FormDialog
      title={t`Change ${name}`}
      verb={t`Save`}
      busy={read.isFetching}
      problem={read.error as Problem | null}
      off
      onSubmit={() => {}}
      onClose={onClose}
    >
      <Skeleton height={380} />
    </FormDialog>
  );
}

function Form({ read, onClose }: { read: Versioned<Contact>; onClose: () => void }) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const client = useQueryClient();
  const refresh = useRefresh();
  const words = useFieldWords();
  const con = read.data.id;
  const query = contactQuery(acc, con);
  const edit = useEdit({
    read,
    draftOf,
    settle: settled,
    countChanges: (before, after) => changedFields(before, after).length,
    readAgain: () => client.fetchQuery(query),
    patch: async (before, after, options) => {
      const body = bodyOf(after);
      const changed = changedFields(before, after).map((field) => [field, body[field]]);
      return (await answered(
        api.PATCH('/v1/accounts/{acc}/contacts/{con}', {
          params: { path: { acc, con }, ...options },
          body: Object.fromEntries(changed) as Partial<typeof body>,
        }),
      )) as Versioned<Contact>;
    },
    onHolds: (now) => client.setQueryData(query.queryKey, now),
    onSaved: (_, now) => {
      const { name } = now.data;
      toast(t`The contact ${name} is saved.`);
      void refresh();
      onClose();
    },
  });
  const { theirs } = edit;
  const name = read.data.name;
  return (
    <>
      <FormDialog
        title={t`Change ${name}`}
        verb={t`Save`}
        busy={edit.busy}
        problem={edit.problem?.errors.length ? null : edit.problem}
        off={edit.changes === 0 || !isComplete(edit.draft)}
        onSubmit={edit.save}
        onClose={onClose}
      >
        <ContactFields draft={edit.draft} change={edit.change} problem={edit.problem} />
      </FormDialog>
      {theirs && (
        <Conflict
          name={name}
          rows={changedFields(settled(edit.draft), theirs).map((field) => ({
            label: words.label[field],
            mine: words.value(settled(edit.draft), field),
            theirs: words.value(theirs, field),
          }))}
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

/** A contact's fields in words. */
function useFieldWords() {
  const { t, i18n } = useLingui();
  return {
    label: { name: t`Name`, email: t`Email`, phone: t`Phone`, topics: t`Notices` },
    value: (draft: ContactDraft, field: keyof ContactDraft) =>
      field === 'topics'
        ? list(topics.filter(({ id }) => draft.topics.includes(id)).map(({ label }) => i18n._(label)))
        : draft[field],
  };
}
