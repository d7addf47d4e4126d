import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { useAccount } from '../../account/account';
import { focusHeading } from '../../ui/focus';
import { ListCard } from '../../ui/ListCard';
import { useLeaf } from '../../ui/Pager';
import { useReactivate } from '../member/useReactivate';
import { type MemberAct, useIsSelectable } from './acts';
import { callsOf } from './bulk';
import { Everybody } from './Everybody';
import { type MemberRow, usePeople } from './people';
import { PeopleFilters, PeopleTabs } from './PeopleFilters';
import { PeopleFooter } from './PeopleFooter';
import { PeopleRows } from './PeopleRows';
import type { Question } from './question';
import { useSelection } from './selection';
import { type ManyAct, SelectionBar } from './SelectionBar';
import { hasTabs, type View } from './view';

const ActDialogs = lazy(() => import('./ActDialogs').then((module) => ({ default: module.ActDialogs })));

interface PeopleListProps {
  view: View;
  /** The way to invite somebody, where there is one. */
  invite: ReactNode;
}

/** The list: tabs or filters, rows, what is selected, and the questions before something is done. */
export function PeopleList({ view, invite }: PeopleListProps) {
  const account = useAccount();
  const leaf = useLeaf(view.id);
  const people = usePeople(view, leaf);
  const selection = useSelection(view.id);
  const reactivate = useReactivate();
  const isSelectable = useIsSelectable();
  const startsBySelecting = account.arrangement('users_page.actions') === 'selection';
  const [question, setQuestion] = useState<Question | null>(null);

  const { clear } = selection;
  const askOne = useCallback(
    (act: MemberAct, member: MemberRow['member']) => {
      if (act === 'reactivate') void reactivate(member).then(clear);
      else setQuestion({ kind: 'one', act, member });
    },
    [reactivate, clear],
  );
  const askMany = (act: ManyAct) => {
    const calls = callsOf(act, selection, view);
    const [first, ...others] = calls.flatMap(({ target }) => ('ids' in target ? target.ids : []));
    const one = first !== undefined && others.length === 0 ? selection.people.get(first) : undefined;
    if (one?.kind === 'member' && act.members) askOne(act.members, one.member);
    else setQuestion({ kind: 'many', act, calls });
  };
  const close = () => setQuestion(null);
  const done = () => {
    close();
    selection.clear();
    focusHeading();
  };

  const card = (
    <ListCard
      toolbar={
        selection.isEmpty ? (
          <PeopleFilters view={view} counts={people.counts} hint={startsBySelecting && people.rows.some(isSelectable)} />
        ) : undefined
      }
      footer={<PeopleFooter view={view} people={people} leaf={leaf} />}
    >
      {!selection.isEmpty && (
        <>
          <SelectionBar selection={selection} onOne={askOne} onMany={askMany} />
          <Everybody people={people} selection={selection} />
        </>
      )}
      <PeopleRows view={view} people={people} selection={selection} onAct={askOne} invite={invite} />
    </ListCard>
  );
  return (
    <>
      {hasTabs(account) ? (
        <PeopleTabs view={view} counts={people.counts}>
          {card}
        </PeopleTabs>
      ) : (
        card
      )}
      {question && (
        <Suspense>
          <ActDialogs question={question} people={selection.people} onClose={close} onDone={done} />
        </Suspense>
      )}
    </>
  );
}
