import { Anchor } from '@mantine/core';
import { Plural, Trans } from '@lingui/react/macro';
import type { People } from './people';
import classes from './people.module.css';
import type { Selection } from './selection';
import { useIsSelectable } from './acts';

/** When a whole page is selected and there are more: all that match, which no page has to be leafed through for. */
export function Everybody({ people, selection }: { people: People; selection: Selection }) {
  const isSelectable = useIsSelectable();
  const rows = people.rows.filter(isSelectable);
  const isWholePage = rows.length > 0 && rows.every((row) => selection.has(row.id));
  if (!isWholePage || people.nextCursor === null) return null;
  const count = rows.length;
  const total = people.total;
  return (
    <p className={classes.everybody}>
      {selection.isEverybody ? (
        <Trans>All that match are selected, also on the other pages.</Trans>
      ) : (
        <>
          <Plural value={count} one="# on this page is selected." other="All # on this page are selected." />{' '}
          <Anchor component="button" type="button" fw={560} onClick={selection.selectEverybody}>
            {total === undefined ? <Trans>Select all that match</Trans> : <Trans>Select all {total} that match</Trans>}
          </Anchor>
        </>
      )}
    </p>
  );
}
