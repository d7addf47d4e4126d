/** The account that the page is about: its name, its policy's texts and arrangement, and what the reader may do in it. */
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import type { Schemas } from '../api/client';
import { policiesQuery } from './session';

export type Arrangement =
  | 'users_page.place'
  | 'users_page.people'
  | 'users_page.actions'
  | 'users_page.last_seen'
  | 'invite.place'
  | 'invite.button_side'
  | 'invite.addresses'
  | 'invite.permissions'
  | 'permissions.control'
  | 'permissions.unit';

export interface CurrentAccount {
  id: string;
  name: string;
  standing: Schemas['Standing'];
  policy: Schemas['Policy'];
  /** Whether the reader holds the permission. For showing only: the server judges each request itself. */
  can: (permission: string) => boolean;
  /** The policy's own words, in the reader's language; `{name}` and the like filled in. */
  text: (key: string, fill?: Record<string, string>) => string;
  arrangement: (key: Arrangement) => string;
}

const Context = createContext<CurrentAccount | null>(null);

export function fillIn(sentence: string, fill: Record<string, string> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => fill[name] ?? whole);
}

interface AccountProviderProps {
  standing: Schemas['Standing'];
  children: ReactNode;
}

export function AccountProvider({ standing, children }: AccountProviderProps) {
  const policy = useSuspenseQuery(policiesQuery).data.find((one) => one.id === standing.policy);
  if (policy === undefined) return <PolicyToCome />;
  return (
    <Provider standing={standing} policy={policy}>
      {children}
    </Provider>
  );
}

/** An account that was joined or created while the page was open may live under a policy that was not needed before. */
function PolicyToCome() {
  const queries = useQueryClient();
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: policiesQuery.queryKey });
  }, [queries]);
  return null;
}

function Provider({ standing, policy, children }: AccountProviderProps & { policy: Schemas['Policy'] }) {
  const account = useMemo((): CurrentAccount => {
    const held = new Set(standing.permissions);
    return {
      id: standing.id,
      name: standing.name,
      standing,
      policy,
      can: (permission) => held.has(permission),
      text: (key, fill) => fillIn(policy.texts[key] ?? key, fill),
      arrangement: (key) => policy.arrangement[key] ?? '',
    };
  }, [policy, standing]);
  return <Context value={account}>{children}</Context>;
}

export function useAccount(): CurrentAccount {
  const account = useContext(Context);
  if (!account) throw new Error('outside of an account');
  return account;
}
