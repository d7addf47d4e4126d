import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconMail, IconSearch, IconUserOff, IconUsers } from '@tabler/icons-react';
import { type ReactNode, useDeferredValue } from 'react';
import { useAccount } from '../../account/account';
import { Empty, LoadFailure, LoadingRows } from '../../ui/ListCard';
import type { MemberAct } from './acts';
import type { MemberRow, People } from './people';
import { PeopleTable } from './PeopleTable';
import type { Selection } from './selection';
import type { View } from './view';

interface PeopleRowsProps {
  view: View;
  people: People;
  selection: Selection;
  onAct: (act: MemberAct, member: MemberRow['member']) => void;
  invite: ReactNode;
}

/** The rows, or why there are none. */
export function PeopleRows({ view, people, selection, onAct, invite }: PeopleRowsProps) {
  // Fifty rows are drawn a few at a time between what the reader does, as one piece they would make typing stutter. Nothing:
  // there is nothing to show yet.
  const drawn = useDeferredValue(people.isPending ? undefined : people.rows, undefined);
  if (people.problem) return <LoadFailure problem={people.problem} retry={people.retry} />;
  if (people.isPending || drawn === undefined) return <LoadingRows />;
  if (drawn.length === 0) return view.isFiltered ? <NobodyMatches view={view} /> : <NobodyThere view={view} invite={invite} />;
  const [first] = drawn;
  const isOnlyOwner =
    !view.isFiltered && drawn.length === 1 && first?.kind === 'member' && first.member.is_owner && view.tab !== 'deactivated';
  return (
    <>
      <PeopleTable
        view={view}
        rows={drawn}
        isStale={people.isStale || drawn !== people.rows}
        selection={selection}
        onAct={onAct}
      />
      {isOnlyOwner && <OnlyOwner invite={invite} />}
    </>
  );
}

function OnlyOwner({ invite }: { invite: ReactNode }) {
  const account = useAccount();
  return <Empty icon={<IconUsers size={24} stroke={1.7} />} title={account.text('users_page.empty')} action={invite} />;
}

function NobodyMatches({ view }: { view: View }) {
  return (
    <Empty
      icon={<IconSearch size={24} stroke={1.7} />}
      title={<Trans>No one matches</Trans>}
      action={
        <Button variant="default" onClick={() => view.show({ tab: view.search.tab })}>
          <Trans>Clear search and filters</Trans>
        </Button>
      }
    >
      <Trans>No one here has all of what you searched and filtered for.</Trans>
    </Empty>
  );
}

function NobodyThere({ view, invite }: { view: View; invite: ReactNode }) {
  if (view.tab === 'pending')
    return (
      <Empty icon={<IconMail size={24} stroke={1.7} />} title={<Trans>No one is waiting to join</Trans>} action={invite}>
        <Trans>Who is invited stands here until they have accepted.</Trans>
      </Empty>
    );
  if (view.tab === 'deactivated')
    return (
      <Empty icon={<IconUserOff size={24} stroke={1.7} />} title={<Trans>No one is deactivated</Trans>}>
        <Trans>Who is deactivated keeps role, permissions and history, and can be let in again.</Trans>
      </Empty>
    );
  return <OnlyOwner invite={invite} />;
}
