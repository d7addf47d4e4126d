import { TextInput } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { Problem } from '../../api/client';
import { Section } from '../../ui/Page';
import { PermissionBoxes } from '../member/PermissionBoxes';
import { judgeForCustomRole } from '../member/picking';
import type { RoleDraft } from './role';

interface RoleFieldsProps {
  draft: RoleDraft;
  change: (part: Partial<RoleDraft>) => void;
  problem: Problem | null;
  /** Of the state that is edited: another one begins anew. */
  version?: string | null;
}

/** What a role of the account's own is called, and what it holds. */
export function RoleFields({ draft, change, problem, version }: RoleFieldsProps) {
  const { t } = useLingui();
  return (
    <>
      <Section beside title={t`Name`} description={t`As everybody in the account sees it.`}>
        <TextInput
          aria-label={t`Name`}
          maxLength={200}
          value={draft.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
          error={problem?.field('/title')}
        />
      </Section>
      <Section beside title={t`Permissions`} description={t`Whoever has the role has all of these.`}>
        <PermissionBoxes
          key={version}
          label={t`Permissions`}
          value={draft.permissions}
          onChange={(permissions) => change({ permissions })}
          judge={judgeForCustomRole}
          reasons={{
            not_for_role: t`Not for roles that an account defines itself`,
            needs_whole_account: t`Only with access to all sub-accounts`,
            not_mine: t`You do not hold this yourself, so you cannot give it`,
          }}
        />
      </Section>
    </>
  );
}
