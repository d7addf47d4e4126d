import { Trans } from '@lingui/react/macro';
import { IconCloudOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import classes from './OfflineBanner.module.css';
import { useWatch } from './watch';

/** Says why nothing can be loaded or saved just now. The page stays as it is and goes on when the line is back. */
export function OfflineBanner() {
  const { isOnline, isAnswered } = useWatch();
  const isShown = !isOnline || !isAnswered;
  useEffect(() => {
    document.documentElement.toggleAttribute('data-offline', isShown);
  }, [isShown]);
  return (
    <div role="status" className={classes.place}>
      {isShown && (
        <p className={classes.banner}>
          <IconCloudOff aria-hidden size={18} stroke={1.7} />
          {isOnline ? (
            <Trans>The server cannot be reached. This page tries again by itself; nothing can be saved until then.</Trans>
          ) : (
            <Trans>You are offline. What you see may be out of date; nothing can be saved until the connection is back.</Trans>
          )}
        </p>
      )}
    </div>
  );
}
