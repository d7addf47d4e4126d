import { VisuallyHidden } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useAccount } from '../../account/account';
import { namedMemberQuery } from '../../account/members';
import { type Language, languages } from '../../base/i18n';
import { When } from '../../ui/When';
import classes from './EventDetails.module.css';
import { stateWords } from './fieldWords';
import type { Names } from './names';

interface EventValueProps {
  field: string;
  value: unknown;
  /** The same field on the other side: of lists, what is only on this side is marked. */
  other: unknown;
  side: 'before' | 'after';
  names: Names;
}

/** One value of an event, as people read it. */
export function EventValue({ field, value, other, side, names }: EventValueProps) {
  const { i18n } = useLingui();
  if (value === undefined || value === null || value === '') return <>–</>;
  if (Array.isArray(value)) {
    const before = new Set(Array.isArray(other) ? (other as unknown[]).map(String) : []);
    const name = field === 'sub_accounts' ? names.subAccount : names.permission;
    if (value.length === 0) return <Trans>None</Trans>;
    return (
      <ul className={classes.list}>
        {value.map(String).map((item) => (
          <Item key={item} mark={other !== undefined && !before.has(item) ? side : null}>
            {name(item)}
          </Item>
        ))}
      </ul>
    );
  }
  if (typeof value !== 'string') return <code className="mono break">{JSON.stringify(value)}</code>;
  switch (field) {
    case 'role':
    case 'former_owner_role':
      return <>{names.role(value)}</>;
    case 'plan':
      return <>{names.plan(value)}</>;
    case 'status': {
      const words = stateWords(value);
      return <>{typeof words === 'string' ? words : i18n._(words)}</>;
    }
    case 'sub_accounts':
      return value === 'all' ? <Trans>All</Trans> : <>{names.subAccount(value)}</>;
    case 'locale':
      return <>{languages[value as Language] ?? value}</>;
    case 'expires_at':
      return <When time={value} absolute />;
    case 'owner':
    case 'former_owner':
    case 'accepted_by':
      return <PersonName user={value} />;
    default:
      return <span className="break">{value}</span>;
  }
}

function Item({ mark, children }: { mark: 'before' | 'after' | null; children: string }) {
  return (
    <li data-mark={mark ?? undefined}>
      {mark && (
        <>
          <span aria-hidden>{mark === 'before' ? '−' : '+'}</span>
          <VisuallyHidden>{mark === 'before' ? <Trans>Taken away:</Trans> : <Trans>Added:</Trans>} </VisuallyHidden>
        </>
      )}
      {children}
    </li>
  );
}

function PersonName({ user }: { user: string }) {
  const { id: acc, can } = useAccount();
  const member = useQuery({ ...namedMemberQuery(acc, user), enabled: can('members:read') }).data;
  return member ? <>{member.user.name}</> : <span className="mono break">{user}</span>;
}
