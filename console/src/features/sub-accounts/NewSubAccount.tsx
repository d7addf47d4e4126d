import { TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, ask } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { FormDialog } from '../../ui/FormDialog';
import { toast } from '../../ui/toast';
import { useCreate } from '../../ui/useCreate';

export function NewSubAccount({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const refresh = useRefresh();
  const [name, setName] = useState('');
  const { busy, problem, run } = useCreate(
    (key) =>
      ask(
        api.POST('/v1/accounts/{acc}/sub-accounts', {
          params: { path: { acc }, header: { 'Idempotency-Key': key } },
          body: { name: name.trim() },
        }),
      ),
    () => {
      toast(t`The sub-account ${name} is created.`);
      void refresh();
      onClose();
    },
  );
  const fault = problem?.field('/name');
  return (
    <FormDialog
      title={t`New sub-account`}
      verb={t`Create sub-account`}
      busy={busy}
      problem={fault ? null : problem}
      off={name.trim() === ''}
      onSubmit={() => void run()}
      onClose={onClose}
    >
      <TextInput
        label={t`Name`}
        data-autofocus
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fault}
      />
    </FormDialog>
  );
}
