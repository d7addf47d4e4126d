/** Who is selected. It survives leafing, not another tab, search or filter. */
import { useState } from 'react';
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

export function useSelection(view: string): Selection {
  const [kept, keep] = useState<State>({ view, people: new Map(), isEverybody: false });
  const state = kept.view === view ? kept : { view, people: new Map<string, Person>(), isEverybody: false };
  return {
    people: state.people,
    isEverybody: state.isEverybody,
    isEmpty: state.people.size === 0,
    has: (id) => state.people.has(id),
    set: (people, selected) => {
      const next = new Map(state.people);
      for (const person of people) {
        if (selected) next.set(person.id, person);
        else next.delete(person.id);
      }
      keep({ view, people: next, isEverybody: false });
    },
    selectEverybody: () => keep({ ...state, isEverybody: true }),
    clear: () => keep({ view, people: new Map(), isEverybody: false }),
  };
}
