/** Editing one thing: a draft over what was read, saved only over that same state. */
import { useState } from 'react';
import { type DryRun, planOf, Problem } from '../api/client';

/** A thing with the ETag of the state that was read. */
export interface Versioned<Thing> {
  data: Thing;
  etag: string | null;
}

export interface PatchOptions {
  header: { 'If-Match'?: string };
  query: { dry_run?: boolean; plan_digest?: string };
}

interface Editing<Thing, Draft> {
  /** As it was read last. */
  read: Versioned<Thing>;
  draftOf: (thing: Thing) => Draft;
  /** The draft as the server would keep it. */
  settle?: (draft: Draft) => Draft;
  countChanges: (before: Draft, after: Draft) => number;
  /** Whether what it does has to be shown first. */
  asksFirst?: (before: Draft, after: Draft) => boolean;
  readAgain: () => Promise<Versioned<Thing>>;
  patch: (before: Draft, after: Draft, options: PatchOptions) => Promise<Versioned<Thing>>;
  /** What holds now, by this save or by somebody else's. */
  onHolds: (now: Versioned<Thing>) => void;
  onSaved: (before: Draft, now: Versioned<Thing>) => void;
}

export interface Edit<Draft> {
  /** Of the state that is edited. */
  etag: string | null;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  changes: number;
  discard: () => void;
  /** Saves, or asks first: then `confirming` is true. */
  save: () => void;
  busy: boolean;
  problem: Problem | null;
  confirming: boolean;
  closeConfirm: () => void;
  plan: () => Promise<DryRun>;
  act: (planDigest: string) => Promise<void>;
  /** What somebody else made of it meanwhile. */
  theirs: Draft | null;
  keepMine: () => void;
  takeTheirs: () => void;
  /** Back to the draft; nothing is decided. */
  closeConflict: () => void;
}

export function useEdit<Thing, Draft>(editing: Editing<Thing, Draft>): Edit<Draft> {
  const { draftOf, settle = (draft) => draft, countChanges, asksFirst = () => false } = editing;
  // Over which state the edit began: what is read again meanwhile does not slip in below it.
  const [begun, setBegun] = useState<{ base: Versioned<Thing>; draft: Draft } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [confirming, setConfirming] = useState(false);
  const [theirs, setTheirs] = useState<Versioned<Thing> | null>(null);

  const base = begun?.base ?? editing.read;
  const draft = begun?.draft ?? draftOf(base.data);
  const before = (over: Versioned<Thing>) => settle(draftOf(over.data));
  const after = settle(draft);

  const close = () => {
    setConfirming(false);
    setTheirs(null);
    setProblem(null);
  };
  const end = () => {
    close();
    setBegun(null);
  };
  const patch = async (over: Versioned<Thing>, query: PatchOptions['query']) => {
    const header = over.etag === null ? {} : { 'If-Match': over.etag };
    try {
      return await editing.patch(before(over), after, { header, query });
    } catch (error) {
      // Somebody was faster: what they made of it is read, and shown beside what is here.
      if (error instanceof Problem && error.status === 412) {
        setTheirs(await editing.readAgain());
        setConfirming(false);
      }
      throw error;
    }
  };
  const write = async (over: Versioned<Thing>, query: PatchOptions['query']) => {
    const now = await patch(over, query);
    editing.onHolds(now);
    close();
    // What was changed while it was being saved is still to be saved.
    setBegun((latest) => (latest && latest.draft !== draft ? { base: now, draft: latest.draft } : null));
    editing.onSaved(draftOf(over.data), now);
  };
  const save = async (over: Versioned<Thing>) => {
    setProblem(null);
    if (asksFirst(before(over), after)) {
      setConfirming(true);
      return;
    }
    setBusy(true);
    try {
      await write(over, {});
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status !== 412) setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return {
    etag: base.etag,
    draft,
    change: (part) => setBegun({ base, draft: { ...draft, ...part } }),
    changes: countChanges(before(base), after),
    discard: end,
    save: () => void save(base),
    busy,
    problem,
    confirming,
    closeConfirm: () => setConfirming(false),
    plan: async () => planOf(await patch(base, { dry_run: true }).then((answer) => answer.data)),
    act: (planDigest) => write(base, { plan_digest: planDigest }),
    theirs: theirs ? draftOf(theirs.data) : null,
    keepMine: () => {
      if (!theirs) return;
      setBegun({ base: theirs, draft });
      setTheirs(null);
      void save(theirs);
    },
    takeTheirs: () => {
      if (theirs) editing.onHolds(theirs);
      end();
    },
    closeConflict: () => setTheirs(null),
  };
}
