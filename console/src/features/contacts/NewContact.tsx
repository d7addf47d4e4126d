import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, ask } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { FormDialog } from '../../ui/FormDialog';
import { toast } from '../../ui/toast';
import { useCreate } from '../../ui/useCreate';
import { bodyOf, isComplete, noContact } from './contact';
import { ContactFields } from './ContactFields';

export function NewContact({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const refresh = useRefresh();
  const [draft, setDraft] = useState(noContact);
  const { busy, problem, run } = useCreate(
    (key) =>
      ask(
        api.POST('/v1/accounts/{acc}/contacts', {
          params: { path: { acc }, header: { 'Idempotency-Key': key } },
          body: bodyOf(draft),
        }),
      ),
    () => {
      const { name } = draft;
      toast(t`${name} is a contact now.`);
      void refresh();
      onClose();
    },
  );
  return (
    <FormDialog
      title={t`Add a contact`}
      verb={t`Add contact`}
      busy={busy}
      problem={problem?.errors.length ? null : problem}
      off={!isComplete(draft)}
      onSubmit={() => void run()}
      onClose={onClose}
    >
      <ContactFields draft={draft} change={(part) => setDraft((before) => ({ ...before, ...part }))} problem={problem} />
    </FormDialog>
  );
}
