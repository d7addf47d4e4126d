import { CloseButton, UnstyledButton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import { memo } from 'react';
import type { Address } from './addresses';
import classes from './AddressField.module.css';

interface AddressChipProps {
  address: Address;
  isLeftOut: boolean;
  onRemove: (address: Address) => void;
  /** Back into the field, to be written right. */
  onEdit: (address: Address) => void;
}

/** One address: grey goes out, amber is left out, red is none. */
export const AddressChip = memo(function AddressChip({ address, isLeftOut, onRemove, onEdit }: AddressChipProps) {
  const { t } = useLingui();
  const { text } = address;
  return (
    <li className={classes.chip} data-state={!address.isAddress ? 'unreadable' : isLeftOut ? 'left_out' : undefined}>
      {(!address.isAddress || isLeftOut) && <IconAlertTriangle aria-hidden size={14} stroke={1.9} />}
      {address.isAddress ? (
        <span className={classes.chipText}>{text}</span>
      ) : (
        <UnstyledButton className={classes.chipText} aria-label={t`Correct ${text}`} onClick={() => onEdit(address)}>
          {text}
        </UnstyledButton>
      )}
      <CloseButton size={24} iconSize={14} aria-label={t`Remove ${text}`} onClick={() => onRemove(address)} />
    </li>
  );
});
