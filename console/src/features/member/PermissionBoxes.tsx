import { TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconLock, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useAccount } from '../../account/account';
import { permissionsQuery } from '../../account/grants';
import { Catalogue } from './Catalogue';
import { ModuleBox } from './ModuleBox';
import { PermissionBox } from './PermissionBox';
import classes from './permissions.module.css';
import { type Judge, type JudgedModule, type LockReason, reasonOf, searchModules, sortModules } from './picking';

interface PermissionBoxesProps {
  label: string;
  value: string[];
  onChange: (value: string[]) => void;
  judge: Judge;
  /** Why something is locked, in words. */
  reasons: Record<LockReason, string>;
}

/** As many boxes are easily looked through; beyond it there is a search. */
const easilySeen = 20;

/** The catalogue of permissions to tick: one by one or by whole modules, as the policy wants. */
export function PermissionBoxes({ label, value, onChange, judge, reasons }: PermissionBoxesProps) {
  const { t } = useLingui();
  const account = useAccount();
  const byModule = account.arrangement('permissions.unit') === 'module';
  const catalogue = useQuery(permissionsQuery(account.id));
  const [words, setWords] = useState('');
  const [atFirst] = useState(() => new Set(value));
  const picked = useMemo(() => new Set(value), [value]);
  const modules = useMemo(() => catalogue.data ?? [], [catalogue.data]);
  const rows = byModule ? modules.length : modules.reduce((sum, module) => sum + module.permissions.length, 0);
  const { open, notForRole } = useMemo(
    () => sortModules(searchModules(modules, words), judge, atFirst),
    [modules, words, judge, atFirst],
  );

  const set = (ids: string[], on: boolean) => {
    const others = value.filter((id) => !ids.includes(id));
    onChange(on ? [...others, ...ids] : others);
  };
  const boxes = { picked, onSet: set, reasons };

  return (
    <Catalogue query={catalogue} label={label}>
      {rows > easilySeen && (
        <div className={classes.search}>
          <TextInput
            type="search"
            aria-label={t`Search permissions`}
            placeholder={t`Search permissions`}
            leftSection={<IconSearch size={16} stroke={1.7} aria-hidden />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
        </div>
      )}
      {open.length + notForRole.length === 0 && (
        <p className={`${classes.module} muted`} role="status">
          <Trans>No permission matches “{words}”.</Trans>
        </p>
      )}
      {byModule ? (
        <Units modules={open} {...boxes} />
      ) : (
        open.map((module) => <ModuleBoxes key={module.id} module={module} {...boxes} />)
      )}
      <Locked names={notForRole} reason={reasons.not_for_role} />
    </Catalogue>
  );
}

interface BoxesProps {
  picked: ReadonlySet<string>;
  onSet: (ids: string[], on: boolean) => void;
  reasons: Record<LockReason, string>;
}

/** Whole modules to tick; those that are locked take one line together, with the reason. */
function Units({ modules, ...boxes }: BoxesProps & { modules: JudgedModule[] }) {
  const open = modules.filter((module) => reasonOf(module) === undefined);
  const locked = (reason: LockReason) => modules.filter((module) => reasonOf(module) === reason).map((module) => module.title);
  return (
    <>
      {open.length > 0 && (
        <div className={`${classes.module} ${classes.grid}`} data-units>
          {open.map((module) => (
            <ModuleBox key={module.id} module={module} picked={boxes.picked} onSet={boxes.onSet} />
          ))}
        </div>
      )}
      {lockReasons.map((reason) => (
        <Locked key={reason} names={locked(reason)} reason={boxes.reasons[reason]} />
      ))}
    </>
  );
}

const lockReasons: LockReason[] = ['needs_whole_account', 'not_mine'];

function Locked({ names, reason }: { names: string[]; reason: string }) {
  if (names.length === 0) return null;
  return (
    <div className={classes.locked}>
      <IconLock size={16} stroke={1.7} aria-hidden />
      <p>
        <b>{names.join(' · ')}</b>
        <span>{reason}</span>
      </p>
    </div>
  );
}

interface ModuleBoxesProps extends BoxesProps {
  module: JudgedModule;
}

/** A module's permissions under its name. One reason that holds for all of them stands with the name. */
function ModuleBoxes({ module, picked, onSet, reasons }: ModuleBoxesProps) {
  const reason = reasonOf(module);
  return (
    <fieldset className={classes.module}>
      <legend>
        {module.title}
        {reason !== undefined && <small>{reasons[reason]}</small>}
      </legend>
      <div className={classes.grid}>
        {module.permissions.map((permission) => {
          const { id, standing } = permission;
          const own = standing !== reason && standing !== 'pickable' && standing !== 'given' ? reasons[standing] : undefined;
          return <PermissionBox key={id} permission={permission} picked={picked} onSet={onSet} reason={own} />;
        })}
      </div>
    </fieldset>
  );
}
