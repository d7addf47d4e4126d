import { Button } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';

/** The cursors of the pages that were leafed through: pages are known by cursor, so going back needs them kept. */
export interface Leaf {
  cursor: string | undefined;
  page: number;
  next: (cursor: string) => void;
  previous: (() => void) | undefined;
  first: () => void;
}

/** `list` names what is leafed through: another one (tab, search, order) begins at its first page. */
export function useLeaf(list = ''): Leaf {
  const [state, setState] = useState<{ list: string; trail: string[] }>({ list, trail: [] });
  const trail = state.list === list ? state.trail : [];
  const setTrail = (next: string[]) => setState({ list, trail: next });
  return {
    cursor: trail[trail.length - 1],
    page: trail.length + 1,
    next: (cursor) => setTrail([...trail, cursor]),
    previous: trail.length > 0 ? () => setTrail(trail.slice(0, -1)) : undefined,
    first: () => setTrail([]),
  };
}

export function Pager({ leaf, nextCursor }: { leaf: Leaf; nextCursor: string | null }) {
  if (leaf.previous === undefined && nextCursor === null) return null;
  return (
    <Button.Group>
      <Button
        variant="default"
        size="xs"
        disabled={leaf.previous === undefined}
        onClick={leaf.previous}
        leftSection={<IconChevronLeft size={16} />}
      >
        <Trans>Previous</Trans>
      </Button>
      <Button
        variant="default"
        size="xs"
        disabled={nextCursor === null}
        onClick={() => nextCursor !== null && leaf.next(nextCursor)}
        rightSection={<IconChevronRight size={16} />}
      >
        <Trans>Next</Trans>
      </Button>
    </Button.Group>
  );
}
