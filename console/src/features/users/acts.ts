/** What may be offered to do with somebody. For showing only: the server judges each act itself. */
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { rolesQuery } from '../../account/grants';
import { useSession } from '../../account/session';
import { useIsSettled } from '../../base/settled';
import type { Person } from './people';

export type MemberAct = 'manage' | 'make_owner' | 'deactivate' | 'reactivate' | 'remove';
export type InvitationAct = 'resend' | 'edit' | 'link' | 'cancel';

/** The policy's words for each. */
export const memberActText: Record<MemberAct, string> = {
  manage: 'member.manage',
  make_owner: 'owner.make',
  deactivate: 'member.deactivate',
  reactivate: 'member.reactivate',
  remove: 'member.remove',
};

export const isRed = (act: MemberAct | InvitationAct) => act === 'remove' || act === 'cancel';

/** What this reader may be offered to do with a member, in the order in which it is shown. */
export function useMemberActs(): (member: Schemas['Member']) => MemberAct[] {
  const account = useAccount();
  const { user } = useSession();
  const roles = useQuery({ ...rolesQuery(account.id), enabled: useIsSettled() && account.can('members:manage') }).data;
  return useCallback(
    (member) => {
      if (member.is_owner || member.user.id === user.id) return [];
      const acts: MemberAct[] = [];
      const isActive = member.status === 'active';
      const { to_roles: mayBecome } = account.policy.transfer;
      const hasChoice =
        account.policy.features.sub_accounts ||
        (roles !== undefined && (roles.length > 1 || roles.some((role) => role.pickable.length > 0)));
      if (account.can('members:manage') && hasChoice) acts.push('manage');
      if (account.can('ownership:transfer') && isActive && (mayBecome === 'all' || mayBecome.includes(member.role)))
        acts.push('make_owner');
      if (account.can('members:manage')) acts.push(isActive ? 'deactivate' : 'reactivate');
      if (account.can('members:remove')) acts.push('remove');
      return acts;
    },
    [account, roles, user.id],
  );
}

export const hasRunOut = (invitation: Schemas['Invitation']) => invitation.status === 'expired';

export function useInvitationActs(): (invitation: Schemas['Invitation']) => InvitationAct[] {
  const account = useAccount();
  return useCallback(
    (invitation) => {
      const acts: InvitationAct[] = [];
      if (account.can('members:invite')) {
        acts.push('resend');
        if (!hasRunOut(invitation)) acts.push('edit', 'link');
      }
      if (account.can('members:invite') || account.can('members:remove')) acts.push('cancel');
      return acts;
    },
    [account],
  );
}

/** Whether anything can be done with somebody, so that it makes sense to select them. */
export function useIsSelectable(): (person: Person) => boolean {
  const memberActs = useMemberActs();
  const invitationActs = useInvitationActs();
  return useCallback(
    (person) =>
      person.kind === 'member'
        ? memberActs(person.member).some((act) => act !== 'manage')
        : invitationActs(person.invitation).length > 0,
    [memberActs, invitationActs],
  );
}
