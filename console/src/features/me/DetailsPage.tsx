import { Switch } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useShortcutsSetting } from '../../app/shortcutsSetting';
import { Page, Section } from '../../ui/Page';
import { TextLink } from '../../ui/links';
import { MyAccounts } from '../accounts/MyAccounts';
import { EmailAddress } from './EmailAddress';
import { Profile } from './Profile';

export function DetailsPage() {
  const { t } = useLingui();
  return (
    <Page title={t`My details`}>
      <Section title={t`Name and language`}>
        <Profile />
      </Section>
      <EmailAddress />
      <Section title={t`Password and sessions`}>
        <p>
          <TextLink to="/me/security">
            <Trans>Change your password, or see where you are signed in</Trans>
          </TextLink>
        </p>
      </Section>
      <Section title={t`My accounts`}>
        <MyAccounts />
      </Section>
      <Shortcuts />
    </Page>
  );
}

function Shortcuts() {
  const { t } = useLingui();
  const [isOn, setOn] = useShortcutsSetting();
  return (
    <Section title={t`Keyboard`}>
      <Switch
        label={t`Shortcuts of a single key`}
        description={t`Press ? for a list of them. In this browser only.`}
        checked={isOn}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
    </Section>
  );
}
