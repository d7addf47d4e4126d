import { Badge, Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import table from '../../ui/table.module.css';
import type { Contact } from './contact';
import classes from './ContactTable.module.css';
import { topics } from './topics';

interface ContactTableProps {
  rows: Contact[];
  busy: boolean;
  onEdit?: (of: Contact) => void;
  onDelete?: (of: Contact) => void;
}

export function ContactTable({ rows, busy, onEdit, onDelete }: ContactTableProps) {
  const { t, i18n } = useLingui();
  return (
    <table className={table.table} aria-busy={busy}>
      <caption>{t`Contacts`}</caption>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Name</Trans>
          </th>
          <th scope="col">
            <Trans>Phone</Trans>
          </th>
          <th scope="col">
            <Trans>Notices</Trans>
          </th>
          {(onEdit ?? onDelete) && (
            <th scope="col" className={table.actionsHead}>
              <Trans>Actions</Trans>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { name } = row;
          return (
            <tr key={row.id}>
              <th scope="row">
                <span className={table.name}>{name}</span>
                <span className={classes.email}>{row.email}</span>
              </th>
              <td className="num">
                {row.phone !== null && (
                  <>
                    <span className={table.label}>
                      <Trans>Phone</Trans>
                    </span>
                    {row.phone}
                  </>
                )}
              </td>
              <td>
                <ul className={classes.topics}>
                  {topics
                    .filter(({ id }) => row.topics.includes(id))
                    .map(({ id, label }) => (
                      <li key={id}>
                        <Badge variant="default">{i18n._(label)}</Badge>
                      </li>
                    ))}
                </ul>
              </td>
              {(onEdit ?? onDelete) && (
                <td>
                  <div className={table.actions}>
                    {onEdit && (
                      <Button variant="subtle" size="compact-sm" onClick={() => onEdit(row)} aria-label={t`Edit ${name}`}>
                        <Trans>Edit</Trans>
                      </Button>
                    )}
                    {onDelete && (
                      <Button
                        variant="subtle"
                        color="red"
                        size="compact-sm"
                        onClick={() => onDelete(row)}
                        aria-label={t`Delete ${name}`}
                      >
                        <Trans>Delete</Trans>
                      </Button>
                    )}
                  </div>
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
