/** Editing a member's access: a draft over what was read, saved only over that same state. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, type DryRun, ask, planOf, Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { permissionsQuery, rolesQuery } from '../../account/grants';
import { useRefresh } from '../../account/refresh';
import { type Access, accessOf, asksFirst, countChanges, patchOf, settled } from './access';
import { memberQuery, type ReadMember } from './member';

const path = '/v1/accounts/{acc}/members/{usr}';

export interface AccessEdit {
  /** Of the state that is edited. */
  etag: string | null;
  draft: Access;
  change: (part: Partial<Access>) => void;
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
  theirs: Access | null;
  keepMine: () => void;
  closeConflict: () => void;
  takeTheirs: () => void;
}

export function useAccessEdit(read: ReadMember, onSaved: (before: Access, saved: ReadMember) => void): AccessEdit {
  const account = useAccount();
  const client = useQueryClient();
  const refresh = useRefresh();
  const modules = useQuery(permissionsQuery(account.id)).data ?? [];
  const roles = useQuery(rolesQuery(account.id)).data ?? [];
  // Over which state the edit began: what is read again meanwhile does not slip in below it.
  const [edit, setEdit] = useState<{ base: ReadMember; draft: Access } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [confirming, setConfirming] = useState(false);
  const [theirs, setTheirs] = useState<ReadMember | null>(null);

  const base = edit?.base ?? read;
  const before = settled(accessOf(base.data), modules);
  const draft = edit?.draft ?? accessOf(base.data);
  const after = settled(draft, modules);
  const changes = countChanges(before, after);
  const at = { acc: account.id, usr: base.data.user.id };

  const end = () => {
    setEdit(null);
    setConfirming(false);
    setTheirs(null);
    setProblem(null);
  };
  /** Somebody was faster: what they made of it is read, and shown beside what is here. */
  const meet = async <T>(request: Promise<T>): Promise<T> => {
    try {
      return await request;
    } catch (error) {
      if (error instanceof Problem && error.status === 412) {
        setTheirs(await answered(api.GET(path, { params: { path: at } })));
        setConfirming(false);
      }
      throw error;
    }
  };
  const write = async (over: ReadMember, planDigest?: string) => {
    const from = settled(accessOf(over.data), modules);
    const saved = await meet(
      answered(
        api.PATCH(path, {
          params: {
            path: at,
            header: over.etag === null ? {} : { 'If-Match': over.etag },
            query: planDigest === undefined ? {} : { plan_digest: planDigest },
          },
          body: patchOf(from, after),
        }),
      ),
    );
    const now = saved as ReadMember;
    client.setQueryData(memberQuery(at.acc, at.usr).queryKey, now);
    end();
    onSaved(accessOf(over.data), now);
    void refresh();
  };
  const save = async (over: ReadMember) => {
    setProblem(null);
    if (asksFirst(settled(accessOf(over.data), modules), after, roles)) {
      setConfirming(true);
      return;
    }
    setBusy(true);
    try {
      await write(over);
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
    change: (part) => setEdit({ base, draft: { ...draft, ...part } }),
    changes,
    discard: end,
    save: () => void save(base),
    busy,
    problem,
    confirming,
    closeConfirm: () => setConfirming(false),
    plan: async () =>
      planOf(
        await meet(
          ask(
            api.PATCH(path, {
              params: { path: at, header: base.etag === null ? {} : { 'If-Match': base.etag }, query: { dry_run: true } },
              body: patchOf(before, after),
            }),
          ),
        ),
      ),
    act: (planDigest) => write(base, planDigest),
    theirs: theirs ? accessOf(theirs.data) : null,
    keepMine: () => {
      if (!theirs) return;
      setEdit({ base: theirs, draft });
      setTheirs(null);
      void save(theirs);
    },
    closeConflict: () => setTheirs(null),
    takeTheirs: () => {
      if (theirs) client.setQueryData(memberQuery(at.acc, at.usr).queryKey, theirs);
      end();
    },
  };
}
