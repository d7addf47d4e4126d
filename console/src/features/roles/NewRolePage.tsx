import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api/client';
import { useAccount } from '../../account/account';
import { permissionsQuery, rolesQuery } from '../../account/grants';
import { useRefresh } from '../../account/refresh';
import { NotFound } from '../../app/NotFound';
import { Failure } from '../../ui/Failure';
import { ButtonLink } from '../../ui/links';
import { LoadingRows } from '../../ui/ListCard';
import { Page } from '../../ui/Page';
import { toast } from '../../ui/toast';
import { UnsavedChanges } from '../../ui/UnsavedChanges';
import { useCreate } from '../../ui/useCreate';
import { BackToRoles } from './BackToRoles';
import classes from './NewRolePage.module.css';
import { isComplete, type RoleDraft } from './role';
import { RoleFields } from './RoleFields';

/** A role of the account's own, from nothing or from another one. */
export function NewRolePage() {
  const { can } = useAccount();
  return can('roles:manage') ? <NewRole /> : <NotFound />;
}

function NewRole() {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const { from } = useSearch({ from: '/a/$acc/roles/new' });
  const roles = useQuery(rolesQuery(acc));
  const modules = useQuery(permissionsQuery(acc));
  const isReady = from === undefined || ((roles.data ?? roles.error) && (modules.data ?? modules.error));
  const model = roles.data?.find((role) => role.id === from);
  const possible = new Set(
    modules.data?.flatMap((module) =>
      module.permissions.filter((one) => one.for_custom_roles && one.grantable).map((one) => one.id),
    ),
  );
  const modelTitle = model?.title;
  return (
    <Page
      title={t`New role`}
      above={<BackToRoles />}
      description={
        modelTitle === undefined
          ? undefined
          : t`It begins with what “${modelTitle}” holds, as far as it can be in a role of your own.`
      }
    >
      {isReady ? (
        <Form begin={{ title: '', permissions: model?.permissions.filter((id) => possible.has(id)) ?? [] }} />
      ) : (
        <LoadingRows />
      )}
    </Page>
  );
}

function Form({ begin }: { begin: RoleDraft }) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [draft, setDraft] = useState(begin);
  const [made, setMade] = useState(false);
  const { busy, problem, run } = useCreate(
    (key) =>
      ask(
        api.POST('/v1/accounts/{acc}/roles', {
          params: { path: { acc }, header: { 'Idempotency-Key': key } },
          body: { title: draft.title.trim(), permissions: draft.permissions },
        }),
      ),
    () => {
      const title = draft.title.trim();
      setMade(true);
      toast(t`The role “${title}” is created. It can be given from now on.`);
      void refresh();
      void navigate({ to: '/a/$acc/roles', params: { acc }, ignoreBlocker: true });
    },
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && isComplete(draft)) void run();
      }}
    >
      <RoleFields draft={draft} change={(part) => setDraft((before) => ({ ...before, ...part }))} problem={problem} />
      <Failure problem={problem?.field('/title') ? null : problem} />
      <div className={classes.footer}>
        <ButtonLink variant="default" to="/a/$acc/roles" params={{ acc }}>
          <Trans>Cancel</Trans>
        </ButtonLink>
        <Button type="submit" loading={busy} disabled={!isComplete(draft)}>
          <Trans>Create role</Trans>
        </Button>
      </div>
      <UnsavedChanges when={!made && draft !== begin} />
    </form>
  );
}
