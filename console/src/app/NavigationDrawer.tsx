import { Drawer } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';

/** The navigation on a phone. */
export default function NavigationDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <Drawer opened onClose={onClose} size={288} title={t`Navigation`} closeButtonProps={{ 'aria-label': t`Close` }}>
      {children}
    </Drawer>
  );
}
