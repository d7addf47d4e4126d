import { Plural } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/client';
import { useAccount } from '../../account/account';
import type { LeftOut } from './bulk';
import classes from './ManyDialog.module.css';
import { nameOf, type Person } from './people';

interface LeftOutListProps {
  rows: LeftOut[];
  people: ReadonlyMap<string, Person>;
  /** Before it is done: they are going to be left out. */
  isComing?: boolean;
}

/** With whom something is not done, and why not. */
export function LeftOutList({ rows, people, isComing = false }: LeftOutListProps) {
  const count = rows.length;
  return (
    <div className={classes.leftOut}>
      <p>
        {isComing ? (
          <Plural value={count} one="One will be left out:" other="# will be left out:" />
        ) : (
          <Plural value={count} one="One was left out:" other="# were left out:" />
        )}
      </p>
      {/* Focusable, since it may scroll. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul tabIndex={0}>
        {rows.map((row) => (
          <li key={row.id}>
            <Name id={row.id} people={people} /> {row.detail} {row.remedy}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Of those who were selected with everybody else the name is not known yet. */
function Name({ id, people }: { id: string; people: LeftOutListProps['people'] }) {
  const account = useAccount();
  const person = people.get(id);
  const member = useQuery({
    queryKey: ['account', account.id, 'members', 'one', id, 'name'],
    queryFn: async () =>
      (await ask(api.GET('/v1/accounts/{acc}/members/{usr}', { params: { path: { acc: account.id, usr: id } } }))).user.name,
    enabled: person === undefined && id.startsWith('usr_'),
    retry: false,
  });
  const name = person ? nameOf(person) : member.data;
  return name === undefined ? null : <b>{name}</b>;
}
