import { Checkbox } from '@mantine/core';
import { memo } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useAccount } from '../../account/account';
import { SortHeader } from '../../ui/SortHeader';
import table from '../../ui/table.module.css';
import { When } from '../../ui/When';
import { type MemberAct, useIsSelectable } from './acts';
import { InvitationActs } from './InvitationActs';
import { MemberActs } from './MemberActs';
import type { InvitationRow, MemberRow, Person } from './people';
import { nameOf } from './people';
import classes from './people.module.css';
import { InvitationBadge, InvitationCell, MemberCell, SentBy } from './PersonCell';
import { RoleBadge } from './RoleBadge';
import type { Selection } from './selection';
import { SubAccounts } from './SubAccounts';
import type { View } from './view';

interface PeopleTableProps {
  view: View;
  rows: Person[];
  isStale: boolean;
  selection: Selection;
  onAct: (act: MemberAct, member: MemberRow['member']) => void;
}

/** The people as a table; on a phone each row is a card of the same cells. */
export function PeopleTable({ view, rows, isStale, selection, onAct }: PeopleTableProps) {
  const account = useAccount();
  const isSelectable = useIsSelectable();
  const selectable = rows.filter(isSelectable);
  const onlyInvitations = view.members === undefined;
  return (
    <div className={classes.frame}>
      <table className={`${table.table} ${classes.table}`} aria-busy={isStale} data-stale={isStale || undefined}>
        <caption>{account.text('users_page.title')}</caption>
        <thead>
          <tr>
            {selectable.length > 0 && <SelectAll rows={selectable} selection={selection} />}
            {onlyInvitations ? <InvitationHeads view={view} /> : <MemberHeads view={view} />}
            <th scope="col" className={classes.actsHead}>
              <span className={classes.hidden}>
                <Trans>Actions</Trans>
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <PersonRow
              key={row.id}
              row={row}
              among={onlyInvitations ? 'invitations' : 'members'}
              check={selectable.length === 0 ? 'none' : isSelectable(row) ? 'box' : 'empty'}
              isSelected={selection.has(row.id)}
              onSelect={selection.set}
              onAct={onAct}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PersonRowProps {
  row: Person;
  among: 'members' | 'invitations';
  check: 'none' | 'empty' | 'box';
  isSelected: boolean;
  onSelect: Selection['set'];
  onAct: PeopleTableProps['onAct'];
}

/** Drawn anew only for what is its own: of fifty rows, selecting one draws one. */
const PersonRow = memo(function PersonRow({ row, among, check, isSelected, onSelect, onAct }: PersonRowProps) {
  return (
    <tr data-selected={isSelected || undefined}>
      {check !== 'none' && (
        <td className={classes.check}>
          {check === 'box' && <SelectOne person={row} isSelected={isSelected} onSelect={onSelect} />}
        </td>
      )}
      {row.kind === 'member' ? (
        <MemberCells row={row} onAct={(act) => onAct(act, row.member)} />
      ) : among === 'invitations' ? (
        <InvitationCells row={row} />
      ) : (
        <InvitationAmongMembers row={row} />
      )}
    </tr>
  );
});

function SelectAll({ rows, selection }: { rows: Person[]; selection: Selection }) {
  const { t } = useLingui();
  const selected = rows.filter((row) => selection.has(row.id)).length;
  return (
    <th scope="col" className={classes.check}>
      <Checkbox
        aria-label={t`Select all on this page`}
        checked={selected === rows.length}
        indeterminate={selected > 0 && selected < rows.length}
        onChange={(event) => selection.set(rows, event.currentTarget.checked)}
      />
    </th>
  );
}

interface SelectOneProps {
  person: Person;
  isSelected: boolean;
  onSelect: Selection['set'];
}

function SelectOne({ person, isSelected, onSelect }: SelectOneProps) {
  const { t } = useLingui();
  const name = nameOf(person);
  return (
    <Checkbox
      aria-label={t`Select ${name}`}
      checked={isSelected}
      onChange={(event) => onSelect([person], event.currentTarget.checked)}
    />
  );
}

const sorting = (view: View) => ({
  value: view.search.sort,
  onSort: (sort: string | undefined) => view.show({ ...view.search, sort }),
});

function MemberHeads({ view }: { view: View }) {
  const account = useAccount();
  return (
    <>
      <SortHeader label={account.text('users_page.column_person')} by="name" {...sorting(view)} />
      <th scope="col">{account.text('users_page.column_role')}</th>
      <SubAccountsHead />
      <th scope="col">{account.text('users_page.column_last_seen')}</th>
    </>
  );
}

function InvitationHeads({ view }: { view: View }) {
  const { t } = useLingui();
  const account = useAccount();
  return (
    <>
      <SortHeader label={t`Email`} by="email" {...sorting(view)} />
      <th scope="col">{account.text('users_page.column_role')}</th>
      <SubAccountsHead />
      <SortHeader label={t`Sent`} by="sent_at" {...sorting(view)} />
      <th scope="col">{t`Link`}</th>
    </>
  );
}

function SubAccountsHead() {
  const { policy } = useAccount();
  if (!policy.features.sub_accounts) return null;
  return (
    <th scope="col">
      <Trans>Sub-accounts</Trans>
    </th>
  );
}

function SubAccountsCell({ scope }: { scope: MemberRow['member']['sub_accounts'] }) {
  const { policy } = useAccount();
  if (!policy.features.sub_accounts) return null;
  return (
    <td className={classes.fact}>
      <span className={classes.label}>
        <Trans>Sub-accounts</Trans>
      </span>
      <SubAccounts scope={scope} />
    </td>
  );
}

function MemberCells({ row: { member }, onAct }: { row: MemberRow; onAct: (act: MemberAct) => void }) {
  const account = useAccount();
  const seen = account.arrangement('users_page.last_seen') === 'last_active' ? member.last_active_at : member.last_sign_in_at;
  return (
    <>
      <th scope="row" className={classes.person}>
        <MemberCell member={member} />
      </th>
      <td className={classes.fact}>
        <RoleBadge role={member.role} title={member.title} isOwner={member.is_owner} />
      </td>
      <SubAccountsCell scope={member.sub_accounts} />
      <td className={classes.fact}>
        <span className={classes.label}>{account.text('users_page.column_last_seen')}</span>
        {seen === null ? <span className="muted">{account.text('users_page.never_seen')}</span> : <When time={seen} />}
      </td>
      <td className={classes.acts}>
        <div className={table.actions}>
          <MemberActs member={member} onAct={onAct} />
        </div>
      </td>
    </>
  );
}

function InvitationActsCell({ row: { invitation } }: { row: InvitationRow }) {
  return (
    <td className={classes.acts}>
      <div className={table.actions}>
        <InvitationActs invitation={invitation} />
      </div>
    </td>
  );
}

function InvitationAmongMembers({ row }: { row: InvitationRow }) {
  const account = useAccount();
  const { invitation } = row;
  return (
    <>
      <th scope="row" className={classes.person}>
        <InvitationCell invitation={invitation} among="members" />
      </th>
      <td className={classes.fact}>
        <RoleBadge role={invitation.role} title={invitation.title} />
      </td>
      <SubAccountsCell scope={invitation.sub_accounts} />
      <td className={classes.fact} data-time>
        <span className={classes.label}>{account.text('users_page.column_last_seen')}</span>
        <span className="muted">{account.text('users_page.never_seen')}</span>
      </td>
      <InvitationActsCell row={row} />
    </>
  );
}

function InvitationCells({ row }: { row: InvitationRow }) {
  const { invitation } = row;
  const until = <When time={invitation.expires_at} />;
  const isSound = invitation.status === 'pending' && invitation.delivery !== 'failed';
  return (
    <>
      <th scope="row" className={classes.person}>
        <InvitationCell invitation={invitation} among="invitations" />
      </th>
      <td className={classes.fact}>
        <RoleBadge role={invitation.role} title={invitation.title} />
      </td>
      <SubAccountsCell scope={invitation.sub_accounts} />
      <td className={classes.fact}>
        <SentBy invitation={invitation} />
      </td>
      <td className={classes.fact}>
        {isSound ? (
          <span className="muted">
            <Trans>Expires {until}</Trans>
          </span>
        ) : (
          <InvitationBadge invitation={invitation} />
        )}
      </td>
      <InvitationActsCell row={row} />
    </>
  );
}
