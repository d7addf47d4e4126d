import { NativeSelect } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, planOf, Problem, type Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { canGive, rolesQuery } from '../../account/grants';
import { useRefresh } from '../../account/refresh';
import { list } from '../../base/format';
import { Confirm } from '../../ui/Confirm';
import confirm from '../../ui/Confirm.module.css';
import { toast } from '../../ui/toast';
import type { Role } from './role';

interface DeleteRoleDialogProps {
  role: Role;
  onClose: () => void;
  onDone: () => Promise<void>;
}

const path = '/v1/accounts/{acc}/roles/{rol}';
/** As many are named. */
const named = 5;

/** Deleting a role that is held moves its holders, whom the server names, to one that is chosen here. */
export function DeleteRoleDialog({ role, onClose, onDone }: DeleteRoleDialogProps) {
  const { t } = useLingui();
  const account = useAccount();
  const refresh = useRefresh();
  const at = { acc: account.id, rol: role.id };
  const roles = useQuery(rolesQuery(account.id)).data ?? [];
  const others = roles.filter((one) => one.id !== role.id && canGive(one, account.standing, roles));
  const [holders, setHolders] = useState<Schemas['Thing'][]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const replacement = chosen ?? others.find((one) => one.is_default)?.id ?? others[0]?.id;
  const { title } = role;

  const remove = (query: { dry_run?: boolean; plan_digest?: string; replace_with?: string }) =>
    ask(api.DELETE(path, { params: { path: at, query } }));
  const plan = async () => {
    const moved = holders.length > 0 ? { replace_with: replacement } : {};
    try {
      return planOf(await remove({ dry_run: true, ...moved }));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'role_in_use' || replacement === undefined) throw error;
      // Somebody has it: who, and what becomes of them, is part of the question.
      setHolders(error.holders);
      return planOf(await remove({ dry_run: true, replace_with: replacement }));
    }
  };
  return (
    <Confirm
      danger
      title={t`Delete the role “${title}”?`}
      verb={holders.length > 0 ? t`Move and delete` : t`Delete role`}
      planKey={replacement}
      plan={plan}
      act={(digest) => remove({ plan_digest: digest, ...(holders.length > 0 && { replace_with: replacement }) })}
      onClose={onClose}
      onDone={() => {
        toast(t`The role “${title}” is deleted.`);
        // First the page is left, then what was read of the role is asked for again.
        void Promise.resolve(onDone()).then(refresh);
      }}
    >
      <div className={confirm.form}>
        {holders.length === 0 ? (
          <p>
            <Trans>This cannot be undone.</Trans>
          </p>
        ) : (
          <>
            <p>
              <Holders of={holders} />
            </p>
            <NativeSelect
              label={t`The role that they get instead`}
              value={replacement}
              onChange={(event) => setChosen(event.currentTarget.value)}
            >
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.title}
                </option>
              ))}
            </NativeSelect>
          </>
        )}
      </div>
    </Confirm>
  );
}

/** Who has the role or is invited with it, by name as far as there are few. */
function Holders({ of }: { of: Schemas['Thing'][] }) {
  const count = of.length;
  if (count > named)
    return (
      <Plural
        value={count}
        one="# person has this role or is invited with it."
        other="# people have this role or are invited with it."
      />
    );
  const names = list(of.map((holder) => holder.name ?? holder.id ?? ''));
  return <Trans>It is the role of {names}.</Trans>;
}
