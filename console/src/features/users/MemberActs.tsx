import { Button, Menu } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { ButtonLink, MenuLink } from '../../ui/links';
import { isRed, type MemberAct, memberActText, useMemberActs } from './acts';
import classes from './people.module.css';
import { RowMenu } from './RowMenu';

interface MemberActsProps {
  member: Schemas['Member'];
  onAct: (act: MemberAct) => void;
}

/** Where the policy has buttons in the rows: these, as far as they have room in a line; the others are in the menu beside. */
const shownInRow: readonly MemberAct[] = ['manage', 'remove', 'make_owner'];
const roomInRow = 40;

function fitting(acts: MemberAct[], label: (act: MemberAct) => string): MemberAct[] {
  let room = roomInRow;
  return shownInRow.filter((act) => acts.includes(act) && (room -= label(act).length) >= 0);
}

/** What can be done with a member from the list, where the policy puts it. */
export function MemberActs({ member, onAct }: MemberActsProps) {
  const account = useAccount();
  const acts = useMemberActs()(member);
  const place = account.arrangement('users_page.actions');
  const { name } = member.user;
  const toPage = { to: '/a/$acc/users/$usr', params: { acc: account.id, usr: member.user.id } } as const;
  const label = (act: MemberAct) => account.text(memberActText[act]);

  const mayActOnOthers = account.can('members:manage') || account.can('members:remove');
  const whyNot = member.is_owner && mayActOnOthers ? account.text('owner.protected') : undefined;
  if (place === 'selection' || place === 'details') return null;

  const inRow = place === 'row_buttons' ? fitting(acts, label) : [];
  const inMenu = acts.filter((act) => !inRow.includes(act));
  return (
    <>
      {acts
        .filter((act) => inRow.includes(act))
        .map((act) =>
          act === 'manage' ? (
            <ButtonLink key={act} data-act={act} {...toPage} variant="subtle" size="compact-sm" className={classes.act}>
              {label(act)}
            </ButtonLink>
          ) : (
            <Button
              key={act}
              data-act={act}
              variant="subtle"
              size="compact-sm"
              className={classes.act}
              data-red={isRed(act) || undefined}
              onClick={() => onAct(act)}
            >
              {label(act)}
            </Button>
          ),
        )}
      {(inMenu.length > 0 || whyNot !== undefined) && (
        <RowMenu name={name} note={whyNot}>
          {inMenu.map((act) =>
            act === 'manage' ? (
              <MenuLink key={act} data-act={act} {...toPage}>
                {label(act)}
              </MenuLink>
            ) : (
              <Menu.Item key={act} data-act={act} color={isRed(act) ? 'red' : undefined} onClick={() => onAct(act)}>
                {label(act)}
              </Menu.Item>
            ),
          )}
        </RowMenu>
      )}
    </>
  );
}
