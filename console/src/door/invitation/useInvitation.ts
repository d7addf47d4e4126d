/** The link's offer, and what can be answered to it. */
import { useCallback, useEffect, useState } from 'react';
import { api, ask, Problem, type Schemas } from '../../api/client';
import { boot } from '../../base/boot';
import { leave } from '../ways';

export type Standing =
  | { is: 'loading' }
  | { is: 'failed'; problem: Problem }
  | { is: 'dead' }
  | { is: 'declined'; offer: Schemas['InvitationOffer'] }
  | { is: 'open'; offer: Schemas['InvitationOffer'] };

export interface Invitation {
  standing: Standing;
  /** Asks again what the link offers, and to whom. */
  look: () => Promise<void>;
  /** Joins and goes into the account. A new person comes with a name and a password. */
  join: (person?: { name: string; password: string }) => Promise<void>;
  decline: () => Promise<void>;
}

/** Refusals by which the offer, or who one is, has become another since it was looked up. */
const changed = new Set(['sign_in_required', 'unauthenticated', 'invitation_email_mismatch']);

export function useInvitation(token: string): Invitation {
  const [standing, setStanding] = useState<Standing>({ is: boot.not_found ? 'dead' : 'loading' });

  const look = useCallback(async () => {
    try {
      setStanding({ is: 'open', offer: await ask(api.POST('/v1/invitations/lookup', { body: { token } })) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setStanding(error.status === 404 ? { is: 'dead' } : { is: 'failed', problem: error });
    }
  }, [token]);
  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- what is set is what the server answers, later
    if (!boot.not_found) void look();
  }, [look]);

  const join = async (person?: { name: string; password: string }) => {
    try {
      const { membership } = await ask(api.POST('/v1/invitations/accept', { body: { token, ...person } }));
      await leave(`/a/${membership.id}`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) setStanding({ is: 'dead' });
      else if (changed.has(error.code)) await look();
      else throw error;
    }
  };

  const decline = async () => {
    try {
      await ask(api.POST('/v1/invitations/decline', { body: { token } }));
      setStanding((before) => (before.is === 'open' ? { is: 'declined', offer: before.offer } : before));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) setStanding({ is: 'dead' });
      else throw error;
    }
  };

  return { standing, look, join, decline };
}
