import { Badge, Button, VisuallyHidden } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconBuilding } from '@tabler/icons-react';
import { useState } from 'react';
import { AccountProvider } from '../../account/account';
import { usePolicy, useSession } from '../../account/session';
import type { Schemas } from '../../api/client';
import { Empty, ListCard } from '../../ui/ListCard';
import { TextLink } from '../../ui/links';
import table from '../../ui/table.module.css';
import { LeaveDialog } from '../member/dialogs/LeaveDialog';

type Standing = Schemas['Standing'];

/** The accounts that I am in, with what I am there, and the way out. */
export function MyAccounts() {
  const { t } = useLingui();
  const { accounts } = useSession();
  const [leaving, setLeaving] = useState<Standing | null>(null);
  const close = () => setLeaving(null);
  if (accounts.length === 0)
    return (
      <ListCard>
        <Empty icon={<IconBuilding size={22} stroke={1.7} />} title={t`You are in no account`}>
          <Trans>Ask for an invitation, or create an account of your own.</Trans>
        </Empty>
      </ListCard>
    );
  return (
    <ListCard>
      <table className={table.table}>
        <caption>{t`My accounts`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Account`}</th>
            <th scope="col">{t`Your role`}</th>
            <th scope="col">
              <VisuallyHidden>{t`Actions`}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <AccountRow key={account.id} account={account} onLeave={() => setLeaving(account)} />
          ))}
        </tbody>
      </table>
      {leaving && (
        <AccountProvider standing={leaving}>
          <LeaveDialog onClose={close} onDone={close} />
        </AccountProvider>
      )}
    </ListCard>
  );
}

function AccountRow({ account, onLeave }: { account: Standing; onLeave: () => void }) {
  const { t } = useLingui();
  const policy = usePolicy(account.policy);
  const name = account.name;
  const isActive = account.status === 'active';
  return (
    <tr>
      <th scope="row">
        {isActive ? (
          <TextLink to="/a/$acc" params={{ acc: account.id }} fw={560} className="break">
            {name}
          </TextLink>
        ) : (
          <b className="break">{name}</b>
        )}{' '}
        {!isActive && policy && (
          <Badge variant="light" color="gray">
            {policy.texts['users_page.status_deactivated']}
          </Badge>
        )}
      </th>
      <td>
        <span className={table.label}>{t`Your role`}</span>
        {account.title}
      </td>
      <td>
        <div className={table.actions}>
          {account.is_owner ? (
            <span className="muted">{policy?.texts['owner.protected']}</span>
          ) : (
            isActive && (
              <Button variant="default" size="xs" aria-label={t`Leave ${name}…`} onClick={onLeave}>
                <Trans>Leave…</Trans>
              </Button>
            )
          )}
        </div>
      </td>
    </tr>
  );
}
