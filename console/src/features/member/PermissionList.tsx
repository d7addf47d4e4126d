import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useAccount } from '../../account/account';
import { permissionsQuery } from '../../account/grants';
import { Catalogue } from './Catalogue';
import { Held } from './PermissionBox';
import classes from './permissions.module.css';

interface PermissionListProps {
  label: string;
  /** What is held, wherever it comes from. */
  held: string[];
  /** Which of it was picked beyond the role: told, where there is any. */
  picked?: string[];
  /** Not held, but there to be picked. */
  asChoice?: boolean;
}

/** What somebody holds, by module: to be read, not changed. */
export function PermissionList({ label, held, picked = [], asChoice = false }: PermissionListProps) {
  const account = useAccount();
  const catalogue = useQuery(permissionsQuery(account.id));
  const has = new Set(held);
  const isPicked = new Set(picked);
  const modules = (catalogue.data ?? [])
    .map((module) => ({ ...module, permissions: module.permissions.filter(({ id }) => has.has(id)) }))
    .filter((module) => module.permissions.length > 0);
  return (
    <Catalogue query={catalogue} label={label}>
      {modules.length === 0 && (
        <p className={`${classes.module} muted`}>
          <Trans>No permissions.</Trans>
        </p>
      )}
      {modules.map((module) => (
        <section key={module.id} className={classes.module} aria-label={module.title}>
          <h3>{module.title}</h3>
          <div className={classes.grid}>
            {module.permissions.map(({ id, label: name }) => (
              <Held key={id} label={name} asChoice={asChoice}>
                {isPicked.has(id) ? <Trans>Added for this person</Trans> : undefined}
              </Held>
            ))}
          </div>
        </section>
      ))}
    </Catalogue>
  );
}
