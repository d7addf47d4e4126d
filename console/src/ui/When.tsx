import { Tooltip } from '@mantine/core';
import { exactTime, relativeTime } from '../base/format';

/** "4 minutes ago", and exactly when for who points at it or focuses it. */
export function When({ time }: { time: string }) {
  return (
    <Tooltip label={exactTime(time)}>
      <time dateTime={time} className="nowrap">
        {relativeTime(time)}
      </time>
    </Tooltip>
  );
}
