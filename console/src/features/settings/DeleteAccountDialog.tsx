import { TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, ask, planOf } from '../../api/client';
import { useAccount } from '../../account/account';
import { useLeaveBehind } from '../../account/useLeaveBehind';
import { Confirm } from '../../ui/Confirm';
import { toast } from '../../ui/toast';

/** Deleting the account wants its name typed, so that no other one is hit. */
export function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const account = useAccount();
  const leaveBehind = useLeaveBehind();
  const [typed, setTyped] = useState('');
  const { id: acc, name } = account;
  const path = { acc };
  return (
    <Confirm
      danger
      title={t`Delete ${name}?`}
      verb={t`Delete account`}
      plan={async () => planOf(await ask(api.DELETE('/v1/accounts/{acc}', { params: { path, query: { dry_run: true } } })))}
      act={(digest) =>
        ask(
          api.DELETE('/v1/accounts/{acc}', {
            params: { path, query: { plan_digest: digest } },
            body: { confirm_name: typed.trim() },
          }),
        )
      }
      ready={typed.trim() === name}
      consent={
        <TextInput
          label={
            <Trans>
              Type <b>{name}</b> to confirm
            </Trans>
          }
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      }
      onClose={onClose}
      onDone={() => void leaveBehind().then(() => toast(t`${name} is deleted.`))}
    >
      <Trans>Nobody can undo this, neither you nor those who run the service.</Trans>
    </Confirm>
  );
}
