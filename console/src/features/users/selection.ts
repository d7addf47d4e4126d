/** Who is selected. It survives leafing, not another tab, search or filter. */
import { useCallback, useState } from 'react';
import type { Person } from './people';

export interface Selection {
  people: ReadonlyMap<string, Person>;
  /** Everybody who matches, also on other pages: then `people` are only those of the pages that were seen. */
  isEverybody: boolean;
  isEmpty: boolean;
  has: (id: string) => boolean;
  set: (people: Person[], selected: boolean) => void;
  selectEverybody: () => void;
  clear: () => void;
}

interface State {
  view: string;
  people: ReadonlyMap<string, Person>;
  isEverybody: boolean;
}

const nobody = (view: string): State => ({ view, people: new Map(), isEverybody: false });

/** `set` and the others stay the same from one rendering to the next, so that rows are not drawn anew for them. */
export function useSelection(view: string): Selection {
  const [kept, keep] = useState<State>(() => nobody(view));
  const state = kept.view === view ? kept : nobody(view);
  const set = useCallback(
    (people: Person[], selected: boolean) =>
      keep((before) => {
        const next = new Map(before.view === view ? before.people : []);
        for (const person of people) {
          if (selected) next.set(person.id, person);
          else next.delete(person.id);
        }
        return { view, people: next, isEverybody: false };
      }),
    [view],
  );
  const selectEverybody = useCallback(() => keep((before) => ({ ...before, isEverybody: true })), []);
  const clear = useCallback(() => keep(nobody(view)), [view]);
  return {
    people: state.people,
    isEverybody: state.isEverybody,
    isEmpty: state.people.size === 0,
    has: (id) => state.people.has(id),
    set,
    selectEverybody,
    clear,
  };
}
