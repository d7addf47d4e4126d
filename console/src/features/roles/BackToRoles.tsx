import { Trans } from '@lingui/react/macro';
import { useAccount } from '../../account/account';
import { BackLink } from '../../ui/links';

export function BackToRoles() {
  const { id: acc } = useAccount();
  return (
    <BackLink to="/a/$acc/roles" params={{ acc }}>
      <Trans>Roles</Trans>
    </BackLink>
  );
}
