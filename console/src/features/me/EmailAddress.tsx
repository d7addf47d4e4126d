import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useSession } from '../../account/session';
import { Section } from '../../ui/Page';
import { ChangeEmailDialog } from './ChangeEmailDialog';
import classes from './EmailAddress.module.css';

export function EmailAddress() {
  const { t } = useLingui();
  const { user } = useSession();
  const [open, setOpen] = useState(false);
  return (
    <Section title={t`Email address`} description={t`You sign in with it, and letters go to it.`}>
      <div className={classes.row}>
        <span className={classes.address}>{user.email}</span>
        <Button variant="default" data-act="change-email" onClick={() => setOpen(true)}>
          <Trans>Change…</Trans>
        </Button>
      </div>
      {open && <ChangeEmailDialog onClose={() => setOpen(false)} />}
    </Section>
  );
}
