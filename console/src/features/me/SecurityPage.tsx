import { useLingui } from '@lingui/react/macro';
import { Page } from '../../ui/Page';
import { ChangePassword } from './ChangePassword';
import { MySessions } from './MySessions';

export function SecurityPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Password and sessions`}>
      <ChangePassword />
      <MySessions />
    </Page>
  );
}
