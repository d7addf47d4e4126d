import { Modal, type ModalProps } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import classes from './Confirm.module.css';
import { useReturnFocus } from './focus';

/** A dialog that is mounted when it opens. When it goes, the focus is where it came from. */
export function Dialog(props: Omit<ModalProps, 'opened' | 'closeButtonProps' | 'classNames'>) {
  const { t } = useLingui();
  useReturnFocus();
  return <Modal opened closeButtonProps={{ 'aria-label': t`Close` }} classNames={{ title: classes.title }} {...props} />;
}
