import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { at } from '../base/boot';

/** A link to another page of this server. */
export function DoorLink({ to, children }: { to: string; children?: ReactNode }) {
  return (
    <Anchor href={at(to)} underline="always" inherit>
      {children}
    </Anchor>
  );
}
