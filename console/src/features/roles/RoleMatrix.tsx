import { VisuallyHidden } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import type { Problem, Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { permissionsQuery } from '../../account/grants';
import { ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import classes from './RoleMatrix.module.css';

/** Every permission against every role; the owner has them all. */
export function RoleMatrix({ roles }: { roles: Schemas['Role'][] }) {
  const { t } = useLingui();
  const account = useAccount();
  const catalogue = useQuery(permissionsQuery(account.id));
  const sets = roles.map((role) => ({ role, has: new Set(role.permissions), canGet: new Set(role.pickable) }));
  if (catalogue.isError && !catalogue.data)
    return (
      <ListCard>
        <LoadFailure problem={catalogue.error as Problem} retry={() => void catalogue.refetch()} />
      </ListCard>
    );
  if (!catalogue.data)
    return (
      <ListCard>
        <LoadingRows rows={6} />
      </ListCard>
    );
  return (
    <ListCard footer={<Legend />}>
      {/* A wide table is moved sideways in itself, which has to be possible by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.window} role="region" aria-label={t`What each role may do`} tabIndex={0}>
        <table className={classes.matrix}>
          <caption>{t`What each role may do`}</caption>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Permission</Trans>
              </th>
              <th scope="col">{account.policy.owner_title}</th>
              {roles.map((role) => (
                <th key={role.id} scope="col">
                  {role.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {catalogue.data.map((module) => (
              <Fragment key={module.id}>
                <tr className={classes.module}>
                  <th scope="rowgroup" colSpan={roles.length + 2}>
                    {module.title}
                  </th>
                </tr>
                {module.permissions.map((permission) => (
                  <tr key={permission.id}>
                    <th scope="row">{permission.label}</th>
                    <td>
                      <Mark has canGet={false} />
                    </td>
                    {sets.map(({ role, has, canGet }) => (
                      <td key={role.id}>
                        <Mark has={has.has(permission.id)} canGet={canGet.has(permission.id)} />
                      </td>
                    ))}
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </ListCard>
  );
}

function Mark({ has, canGet }: { has: boolean; canGet: boolean }) {
  if (has)
    return (
      <span className={classes.has}>
        <IconCheck size={16} stroke={2.2} aria-hidden />
        <VisuallyHidden>
          <Trans>Yes</Trans>
        </VisuallyHidden>
      </span>
    );
  if (canGet)
    return (
      <span className={classes.canGet}>
        <IconPlus size={14} stroke={1.7} aria-hidden />
        <VisuallyHidden>
          <Trans>Can be picked</Trans>
        </VisuallyHidden>
      </span>
    );
  return (
    <VisuallyHidden>
      <Trans>No</Trans>
    </VisuallyHidden>
  );
}

function Legend() {
  return (
    <p className={classes.legend}>
      <span>
        <IconCheck size={16} stroke={2.2} aria-hidden className={classes.has} />
        <Trans>Comes with the role</Trans>
      </span>
      <span>
        <IconPlus size={14} stroke={1.7} aria-hidden className={classes.canGet} />
        <Trans>Can be picked for each person</Trans>
      </span>
    </p>
  );
}
