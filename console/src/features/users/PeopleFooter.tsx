import { Plural, Trans } from '@lingui/react/macro';
import { number } from '../../base/format';
import { type Leaf, Pager } from '../../ui/Pager';
import { pageSize, type People } from './people';
import type { View } from './view';

/** How many there are, as far as it is known, and the way to the next page. */
export function PeopleFooter({ view, people, leaf }: { view: View; people: People; leaf: Leaf }) {
  if (people.isPending || people.problem || people.rows.length === 0) return null;
  return (
    <>
      <span role="status" className="num">
        <HowMany view={view} people={people} leaf={leaf} />
      </span>
      <Pager leaf={leaf} nextCursor={people.nextCursor} />
    </>
  );
}

function HowMany({ view, people, leaf }: { view: View; people: People; leaf: Leaf }) {
  const shown = people.rows.length;
  const isWhole = leaf.page === 1 && people.nextCursor === null;
  if (isWhole && view.members === undefined) return <Plural value={shown} one="# invitation" other="# invitations" />;
  if (isWhole) return <Plural value={shown} one="# person" other="# people" />;
  const first = number((leaf.page - 1) * pageSize + 1);
  const last = number((leaf.page - 1) * pageSize + shown);
  const page = number(leaf.page);
  const total = people.total;
  if (total === undefined) return <Trans>Page {page}</Trans>;
  return (
    <Trans>
      {first} to {last} of {total}
    </Trans>
  );
}
