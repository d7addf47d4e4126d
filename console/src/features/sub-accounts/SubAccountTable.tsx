import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Schemas } from '../../api/client';
import { dateOnly } from '../../base/format';
import table from '../../ui/table.module.css';

type SubAccount = Schemas['SubAccount'];

interface SubAccountTableProps {
  rows: SubAccount[];
  busy: boolean;
  onRename?: (of: SubAccount) => void;
  onDelete?: (of: SubAccount) => void;
}

export function SubAccountTable({ rows, busy, onRename, onDelete }: SubAccountTableProps) {
  const { t } = useLingui();
  return (
    <table className={table.table} aria-busy={busy}>
      <caption>{t`Sub-accounts`}</caption>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Name</Trans>
          </th>
          <th scope="col">
            <Trans>Created</Trans>
          </th>
          {(onRename ?? onDelete) && (
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
              <th scope="row" className={table.name}>
                {name}
              </th>
              <td className="muted">
                <span className={table.label}>
                  <Trans>Created</Trans>
                </span>
                <time dateTime={row.created_at}>{dateOnly(row.created_at)}</time>
              </td>
              {(onRename ?? onDelete) && (
                <td>
                  <div className={table.actions}>
                    {onRename && (
                      <Button variant="subtle" size="compact-sm" onClick={() => onRename(row)} aria-label={t`Rename ${name}`}>
                        <Trans>Rename</Trans>
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
