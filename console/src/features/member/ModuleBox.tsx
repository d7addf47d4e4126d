import { Checkbox, Switch } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { useAccount } from '../../account/account';
import { Held } from './PermissionBox';
import classes from './permissions.module.css';
import type { JudgedModule } from './picking';

interface ModuleBoxProps {
  module: JudgedModule;
  picked: ReadonlySet<string>;
  onSet: (ids: string[], on: boolean) => void;
}

/** A whole module of which something can be picked, on one box: for policies that give modules, not single permissions. */
export function ModuleBox({ module, picked, onSet }: ModuleBoxProps) {
  const account = useAccount();
  const { title, permissions } = module;
  const pickable = permissions.filter((permission) => permission.standing === 'pickable');
  const given = permissions.filter((permission) => permission.standing === 'given');
  const labels = (of: typeof permissions) => of.map((permission) => permission.label).join(' · ');

  if (pickable.length === 0 && given.length > 0)
    return (
      <Held label={title}>
        {labels(given)} · <Trans>From the role</Trans>
      </Held>
    );
  const ids = pickable.map((permission) => permission.id);
  const on = ids.filter((id) => picked.has(id)).length;
  const asSwitch = account.arrangement('permissions.control') === 'switches';
  const Control = asSwitch ? Switch : Checkbox;
  const isPart = on > 0 && on < ids.length;
  return (
    <Control
      label={title}
      description={labels(pickable)}
      classNames={{ root: classes.box }}
      checked={on === ids.length}
      {...(asSwitch ? {} : { indeterminate: isPart })}
      onChange={() => onSet(ids, on < ids.length)}
    />
  );
}
