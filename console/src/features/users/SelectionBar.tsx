import { Button, CloseButton } from '@mantine/core';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useAccount } from '../../account/account';
import { ButtonLink } from '../../ui/links';
import { type MemberAct, memberActText, useInvitationActs, useMemberActs } from './acts';
import type { InvitationRow, MemberRow } from './people';
import classes from './people.module.css';
import type { Selection } from './selection';
import { SelectedInvitation } from './SelectedInvitation';

/** An act on everybody who is selected, as far as it can be done with each. One button may stand for an act on members and one on
 * invitations, where the policy calls them the same. */
export interface ManyAct {
  label: string;
  members: 'deactivate' | 'reactivate' | 'remove' | null;
  invitations: 'resend' | 'cancel' | null;
}

interface SelectionBarProps {
  selection: Selection;
  /** An act that is about one member only. */
  onOne: (act: MemberAct, member: MemberRow['member']) => void;
  onMany: (act: ManyAct) => void;
}

/** In place of the search while somebody is selected: how many, and what can be done with them. */
export function SelectionBar({ selection, onOne, onMany }: SelectionBarProps) {
  const { t } = useLingui();
  const account = useAccount();
  const acts = useManyActs(selection);
  const count = selection.people.size;
  const one = !selection.isEverybody && count === 1 ? [...selection.people.values()][0] : undefined;
  // Where acts begin by selecting, also those that are about one person only.
  const isOnlyWay = account.arrangement('users_page.actions') === 'selection';
  return (
    <div className={classes.selected} role="group" aria-label={t`What is selected`}>
      <CloseButton size={32} iconSize={16} aria-label={t`Select nobody`} onClick={selection.clear} />
      <span data-count role="status">
        {selection.isEverybody ? (
          <Trans>All that match are selected</Trans>
        ) : (
          <Plural value={count} one="# selected" other="# selected" />
        )}
      </span>
      {isOnlyWay && one?.kind === 'member' && <OneMember member={one.member} onOne={onOne} />}
      {one?.kind === 'invitation' ? (
        <SelectedInvitation key={one.id} invitation={one.invitation} isOnlyWay={isOnlyWay} onDone={selection.clear} />
      ) : (
        acts.map((act) => (
          <Button
            key={act.label}
            variant="default"
            px={14}
            c={isDangerous(act) ? 'var(--c-danger)' : undefined}
            onClick={() => onMany(act)}
          >
            {act.label}
          </Button>
        ))
      )}
    </div>
  );
}

const isDangerous = (act: ManyAct) => act.members === 'remove' || act.invitations === 'cancel';

function OneMember({ member, onOne }: { member: MemberRow['member']; onOne: SelectionBarProps['onOne'] }) {
  const account = useAccount();
  const acts = useMemberActs()(member).filter((act) => act === 'manage' || act === 'make_owner');
  return acts.map((act) =>
    act === 'manage' ? (
      <ButtonLink key={act} variant="default" px={14} to="/a/$acc/users/$usr" params={{ acc: account.id, usr: member.user.id }}>
        {account.text(memberActText[act])}
      </ButtonLink>
    ) : (
      <Button key={act} variant="default" px={14} onClick={() => onOne(act, member)}>
        {account.text(memberActText[act])}
      </Button>
    ),
  );
}

/** What can be done with at least one of those selected. */
function useManyActs(selection: Selection): ManyAct[] {
  const account = useAccount();
  const memberActs = useMemberActs();
  const invitationActs = useInvitationActs();
  const people = [...selection.people.values()];
  const ofMembers = new Set(people.flatMap((one) => (one.kind === 'member' ? memberActs((one as MemberRow).member) : [])));
  const ofInvitations = new Set(
    people.flatMap((one) => (one.kind === 'invitation' ? invitationActs((one as InvitationRow).invitation) : [])),
  );
  const acts: ManyAct[] = [];
  const add = (act: ManyAct) => {
    const same = acts.find((other) => other.label === act.label);
    if (!same) acts.push(act);
    else Object.assign(same, { members: act.members ?? same.members, invitations: act.invitations ?? same.invitations });
  };
  if (ofInvitations.has('resend')) add({ label: account.text('invitation.resend'), members: null, invitations: 'resend' });
  for (const act of ['deactivate', 'reactivate', 'remove'] as const)
    if (ofMembers.has(act)) add({ label: account.text(memberActText[act]), members: act, invitations: null });
  // On many at once only who may invite takes invitations back.
  if (ofInvitations.has('cancel') && account.can('members:invite'))
    add({ label: account.text('invitation.cancel'), members: null, invitations: 'cancel' });
  return acts;
}
