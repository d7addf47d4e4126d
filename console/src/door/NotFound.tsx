import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconMapOff } from '@tabler/icons-react';
import { at } from '../base/boot';
import { Card } from './Card';

export function NotFound() {
  const { t } = useLingui();
  return (
    <Card
      title={t`This page does not exist`}
      icon={<IconMapOff size={22} stroke={1.7} />}
      tone="calm"
      lead={<Trans>Check the address for a slip, or go on from the start page.</Trans>}
    >
      <Button component="a" href={at('/')} variant="default" size="md" fullWidth>
        <Trans>Go to the start page</Trans>
      </Button>
    </Card>
  );
}
