import { NativeSelect, Radio } from '@mantine/core';
import { Plural, useLingui } from '@lingui/react/macro';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { canGive } from '../../account/grants';
import classes from './RoleChoice.module.css';

interface RoleChoiceProps {
  label: string;
  roles: Schemas['Role'][];
  value: string;
  onChange: (role: string) => void;
  /** The one that is held already can always stay. */
  present?: string;
  /** Where a role is called otherwise when one is chosen. */
  titleOf?: (role: Schemas['Role']) => string;
}

/** As many are shown side by side with what they mean; more are a list to choose from. */
const easilySeen = 6;

/** One of the account's roles, each with what it means. */
export function RoleChoice({ label, roles, value, onChange, present, titleOf = (role) => role.title }: RoleChoiceProps) {
  const { t } = useLingui();
  const { standing } = useAccount();
  const isOff = (role: Schemas['Role']) => role.id !== present && !canGive(role, standing, roles);
  if (roles.length > easilySeen)
    return (
      <div className={classes.select}>
        <NativeSelect aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {roles.map((role) => (
            <option key={role.id} value={role.id} disabled={isOff(role)}>
              {titleOf(role)}
            </option>
          ))}
        </NativeSelect>
        {roles.some((role) => role.id === value) && (
          <p className="muted">
            <RoleMeaning role={roles.find((role) => role.id === value) as Schemas['Role']} />
          </p>
        )}
      </div>
    );
  return (
    <Radio.Group aria-label={label} value={value} onChange={onChange}>
      <div className={classes.choices}>
        {roles.map((role) => (
          <Radio
            key={role.id}
            value={role.id}
            label={titleOf(role)}
            disabled={isOff(role)}
            description={
              isOff(role) ? t`You do not hold all of this role yourself, so you cannot give it.` : <RoleMeaning role={role} />
            }
            classNames={{ root: classes.choice }}
            data-chosen={role.id === value || undefined}
          />
        ))}
      </div>
    </Radio.Group>
  );
}

/** In the policy's words; a role of the account's own says how much it holds. */
export function RoleMeaning({ role }: { role: Schemas['Role'] }) {
  const { policy } = useAccount();
  const said = policy.roles.find((one) => one.id === role.id)?.description;
  const count = role.permissions.length;
  return (
    said ?? <Plural value={count} one="# permission, chosen by this account." other="# permissions, chosen by this account." />
  );
}
