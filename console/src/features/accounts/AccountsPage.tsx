import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { boot } from '../../base/boot';
import { Page } from '../../ui/Page';
import { CreateAccount } from './CreateAccount';
import { MyAccounts } from './MyAccounts';
import { MyInvitations } from './MyInvitations';

export function AccountsPage() {
  const { t } = useLingui();
  const [creating, setCreating] = useState(false);
  return (
    <Page
      title={t`My accounts`}
      actions={
        boot.open_policies.length > 0 && (
          <Button
            data-act="create-account"
            leftSection={<IconPlus aria-hidden size={16} stroke={1.7} />}
            onClick={() => setCreating(true)}
          >
            <Trans>Create an account</Trans>
          </Button>
        )
      }
    >
      <MyAccounts />
      <MyInvitations />
      {creating && <CreateAccount onClose={() => setCreating(false)} />}
    </Page>
  );
}
