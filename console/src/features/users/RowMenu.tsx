import { ActionIcon, Menu } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './people.module.css';

interface RowMenuProps {
  /** Whom it is about, for who cannot see the row. */
  name: string;
  /** Why something that one looks for here is missing. */
  note?: string;
  onOpen?: () => void;
  children: ReactNode;
}

export function RowMenu({ name, note, onOpen, children }: RowMenuProps) {
  const { t } = useLingui();
  return (
    <Menu onOpen={onOpen}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} className={classes.dots} aria-label={t`Actions for ${name}`}>
          <IconDots size={18} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {children}
        {note !== undefined && <Menu.Label className={classes.note}>{note}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
