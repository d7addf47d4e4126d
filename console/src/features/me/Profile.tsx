import { NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useLingui } from '@lingui/react/macro';
import { useSession } from '../../account/session';
import { api, ask } from '../../api/client';
import { activate, type Language, languages } from '../../base/i18n';
import { queries } from '../../base/queries';
import { Form } from '../../ui/Form';
import { useSubmit } from '../../ui/submit';
import { toast } from '../../ui/toast';

/** My name, and the language that the console and the letters speak with me. */
export function Profile() {
  const { t } = useLingui();
  const { user } = useSession();
  const form = useForm<{ name: string; locale: Language }>({
    initialValues: { name: user.name, locale: user.locale },
    validate: { name: (value) => (value.trim() === '' ? t`Enter your name.` : null) },
  });
  const submit = useSubmit(form, async (values) => {
    await ask(api.PATCH('/v1/me', { body: values }));
    form.resetDirty();
    await activate(values.locale);
    // The server's words come in the new language, and my name stands in many lists.
    void queries.invalidateQueries();
    toast(t`Your details are saved.`);
  });
  return (
    <Form submit={submit} verb={t`Save`} idle={!form.isDirty()}>
      <TextInput label={t`Name`} autoComplete="name" {...form.getInputProps('name')} />
      <NativeSelect
        label={t`Language`}
        description={t`Of these pages, and of the letters that you get.`}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('locale')}
      />
    </Form>
  );
}
