import { Badge } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { TextLink } from '../../ui/links';
import table from '../../ui/table.module.css';
import { RoleMeaning } from '../member/RoleChoice';
import classes from './RoleTable.module.css';

type Role = Schemas['Role'];

export function RoleTable({ roles }: { roles: Role[] }) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  return (
    <table className={table.table}>
      <caption>{t`Roles`}</caption>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Role</Trans>
          </th>
          <th scope="col">
            <Trans>Permissions</Trans>
          </th>
          <th scope="col">
            <Trans>Defined by</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {roles.map((role) => (
          <tr key={role.id}>
            <th scope="row">
              <span className={classes.title}>
                <TextLink to="/a/$acc/roles/$rol" params={{ acc, rol: role.id }} fw={560} c="inherit">
                  {role.title}
                </TextLink>
                {role.is_default && (
                  <Badge variant="default">
                    <Trans>Default</Trans>
                  </Badge>
                )}
              </span>
              {role.builtin && (
                <span className={classes.meaning}>
                  <RoleMeaning role={role} />
                </span>
              )}
            </th>
            <td className="nowrap">
              <Extent role={role} />
            </td>
            <td className="nowrap">
              <span className={table.label}>
                <Trans>Defined by</Trans>
              </span>
              {role.builtin ? <Trans>The service</Trans> : <Trans>This account</Trans>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How much a role holds, in a word or two. */
export function Extent({ role }: { role: Role }) {
  const count = role.permissions.length;
  if (role.all) return <Trans>All, later ones too</Trans>;
  if (count === 0 && role.pickable.length > 0) return <Trans>Picked for each person</Trans>;
  return <Plural value={count} one="# permission" other="# permissions" />;
}
