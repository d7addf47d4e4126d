import { Anchor } from '@mantine/core';
import { t } from '@lingui/core/macro';
import { notifications } from '@mantine/notifications';
import { Problem } from '../api/client';
import { FailureText } from './Failure';

export interface Way {
  label: string;
  onClick: () => void;
}

/** Something was done. `way` is what may follow: undo, view, invite again; it stays a little longer then. */
export function toast(message: string, way?: Way): void {
  const id = notifications.show({
    role: 'status',
    color: 'pine',
    closeButtonProps: { 'aria-label': t`Close` },
    autoClose: way ? 10_000 : 8_000,
    message: (
      <>
        {message}{' '}
        {way && (
          <Anchor
            component="button"
            type="button"
            fw={560}
            onClick={() => {
              notifications.hide(id);
              way.onClick();
            }}
          >
            {way.label}
          </Anchor>
        )}
      </>
    ),
  });
}

/** Something was refused that has no dialog or form to say it in. */
export function toastFailure(error: unknown): void {
  if (!(error instanceof Problem)) throw error;
  notifications.show({
    role: 'alert',
    color: 'red',
    closeButtonProps: { 'aria-label': t`Close` },
    message: <FailureText problem={error} />,
  });
}
