import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react';
import classes from './SortHeader.module.css';

interface SortHeaderProps {
  label: string;
  /** The name of the order, as the server has it: "name", and "-name" the other way round. */
  by: string;
  value: string | undefined;
  /** Nothing: the list's own order again. */
  onSort: (sort: string | undefined) => void;
}

/** A column's heading by which the list can be put in order: upwards, downwards, as it was. */
export function SortHeader({ label, by, value, onSort }: SortHeaderProps) {
  const direction = value === by ? 'ascending' : value === `-${by}` ? 'descending' : 'none';
  const next = { none: by, ascending: `-${by}`, descending: undefined }[direction];
  const Icon = { none: IconSelector, ascending: IconArrowUp, descending: IconArrowDown }[direction];
  return (
    <th scope="col" aria-sort={direction}>
      <UnstyledButton className={classes.button} onClick={() => onSort(next)} data-active={direction !== 'none' || undefined}>
        {label}
        <Icon aria-hidden size={14} stroke={1.7} />
      </UnstyledButton>
    </th>
  );
}
