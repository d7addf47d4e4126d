import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { policiesQuery, sessionQuery } from '../../account/session';
import { api, ask, operationKey, type Schemas } from '../../api/client';
import { boot } from '../../base/boot';
import { queries } from '../../base/queries';
import dialog from '../../ui/Confirm.module.css';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { PolicyChoice } from '../../ui/PolicyChoice';
import { useSubmit } from '../../ui/submit';

/** What one may open an account with, in the reader's language. */
function useOpenPolicies() {
  const all = useQuery({
    queryKey: ['policies', 'all'],
    queryFn: async (): Promise<Schemas['Policy'][]> => (await ask(api.GET('/v1/policies'))).data,
    staleTime: Infinity,
  }).data;
  return boot.open_policies.map((open) => all?.find((policy) => policy.id === open.id) ?? open);
}

/** An account of one's own: whoever creates it owns it. */
export function CreateAccount({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const policies = useOpenPolicies();
  // The same act, however often it has to be sent.
  const [key, setKey] = useState(operationKey);
  const form = useForm({
    initialValues: { name: '', policy: policies[0]?.id ?? '' },
    validate: { name: (value) => (value.trim() === '' ? t`Enter a name for the account.` : null) },
    onValuesChange: () => setKey(operationKey()),
  });
  const { onSubmit, busy, problem } = useSubmit(form, async (values) => {
    const account = await ask(api.POST('/v1/accounts', { params: { header: { 'Idempotency-Key': key } }, body: values }));
    await Promise.all([
      queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      queries.invalidateQueries({ queryKey: policiesQuery.queryKey }),
    ]);
    onClose();
    await navigate({ to: '/a/$acc', params: { acc: account.id } });
  });
  return (
    <Dialog onClose={onClose} title={t`Create an account`} size={500} closeOnClickOutside={!form.isDirty()}>
      <form noValidate className={dialog.form} onSubmit={onSubmit}>
        <TextInput
          label={t`Account name`}
          description={t`For example your company. You will own it.`}
          autoComplete="organization"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <PolicyChoice policies={policies} {...form.getInputProps('policy')} />
        <Failure problem={problem} />
        <div className={dialog.footer}>
          <Button variant="default" onClick={onClose} disabled={busy}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy}>
            <Trans>Create</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
