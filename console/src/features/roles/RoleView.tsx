import { Trans, useLingui } from '@lingui/react/macro';
import { useAccount } from '../../account/account';
import { Note } from '../../ui/Note';
import { Section } from '../../ui/Page';
import { PermissionList } from '../member/PermissionList';
import type { Role } from './role';

interface RoleViewProps {
  role: Role;
  /** The reader has this role: nobody changes their own. */
  isOwn: boolean;
}

/** What a role holds, to be read. */
export function RoleView({ role, isOwn }: RoleViewProps) {
  const { t } = useLingui();
  const account = useAccount();
  const { title } = role;
  return (
    <>
      {role.builtin ? (
        <Note>
          <Trans>This role is built in: it is the same in every account of this kind.</Trans>
        </Note>
      ) : isOwn ? (
        <Note>
          <Trans>You have this role yourself, and nobody changes what they may do themselves. Somebody else can.</Trans>
        </Note>
      ) : (
        <Note>{account.text('users_page.who_may_manage')}</Note>
      )}
      {(role.permissions.length > 0 || role.pickable.length === 0) && (
        <Section
          beside
          title={t`Permissions`}
          description={role.all ? t`Those that are added later are in it too.` : t`Whoever has the role has all of these.`}
        >
          <PermissionList label={t`Permissions`} held={role.permissions} />
        </Section>
      )}
      {role.pickable.length > 0 && (
        <Section beside title={t`Can be picked`} description={t`For each person with the role “${title}”, one by one.`}>
          <PermissionList label={t`Can be picked`} held={role.pickable} asChoice />
        </Section>
      )}
    </>
  );
}
