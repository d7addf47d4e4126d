import { Tooltip } from '@mantine/core';
import { dateAndTime, exactTime, relativeTime } from '../base/format';

/** "4 minutes ago", and exactly when for who points at it or focuses it. `absolute`: the date and the time, as logs want it. */
export function When({ time, absolute = false }: { time: string; absolute?: boolean }) {
  return (
    <Tooltip label={exactTime(time)}>
      <time dateTime={time} className="nowrap">
        {absolute ? dateAndTime(time) : relativeTime(time)}
      </time>
    </Tooltip>
  );
}
