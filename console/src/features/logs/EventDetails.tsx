import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useAccount } from '../../account/account';
import type { Schemas } from '../../api/client';
import { exactTime } from '../../base/format';
import classes from './EventDetails.module.css';
import { EventValue } from './EventValue';
import { fieldOrder, fieldWords } from './fieldWords';
import { useNames } from './names';

type Event = Schemas['Event'];

/** The whole of an event: what was before and after side by side, when exactly, and from where. */
export function EventDetails({ event }: { event: Event }) {
  const { t } = useLingui();
  const { copied, copy } = useClipboard({ timeout: 2000 });
  const at = exactTime(event.at);
  return (
    <div className={classes.details}>
      <Changes before={event.before ?? {}} after={event.after ?? {}} />
      <dl className={classes.facts}>
        <dt>{t`Time`}</dt>
        <dd>{at}</dd>
        {event.ip !== null && (
          <>
            <dt>{t`IP address`}</dt>
            <dd className="mono">{event.ip}</dd>
          </>
        )}
        <dt>{t`Number`}</dt>
        <dd className="num">{event.seq}</dd>
        {event.request_id !== null && (
          <>
            <dt>{t`Request`}</dt>
            <dd className="mono">{event.request_id}</dd>
          </>
        )}
        <dt>{t`Hash`}</dt>
        <dd className="mono">{event.hash}</dd>
      </dl>
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={copied ? <IconCheck aria-hidden size={16} /> : <IconCopy aria-hidden size={16} stroke={1.7} />}
          onClick={() => copy(JSON.stringify(event, null, 2))}
        >
          {copied ? <Trans>Copied</Trans> : <Trans>Copy as JSON</Trans>}
        </Button>
      </div>
    </div>
  );
}

/** Of whom a change was, kept beside what it changed: no change itself. */
const labels = new Set(['name', 'email']);

const rank = (field: string) => (fieldOrder.indexOf(field) + 1 || fieldOrder.length + 1) - 1;

function Changes({ before, after }: { before: Record<string, unknown>; after: Record<string, unknown> }) {
  const { t, i18n } = useLingui();
  const { policy } = useAccount();
  const names = useNames();
  const isShown = (field: string) => field in before || !labels.has(field) || Object.keys(before).length === 0;
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(isShown).sort((a, b) => rank(a) - rank(b));
  const sides = [
    ...(Object.keys(before).length > 0 ? (['before'] as const) : []),
    ...(Object.keys(after).length > 0 ? (['after'] as const) : []),
  ];
  if (fields.length === 0) return null;
  const label = (field: string) => {
    if (field === 'owner') return policy.owner_title;
    const words = fieldWords(field);
    return typeof words === 'string' ? words : i18n._(words);
  };
  const values = { before, after };
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">{t`What`}</th>
          {sides.map((side) => (
            <th key={side} scope="col">
              {side === 'before' ? t`Before` : t`After`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const changed = field in before && field in after && JSON.stringify(before[field]) !== JSON.stringify(after[field]);
          return (
            <tr key={field}>
              <th scope="row">{label(field)}</th>
              {sides.map((side) => (
                <td key={side} data-changed={changed && side === 'after' ? true : undefined}>
                  <EventValue
                    field={field}
                    value={values[side][field]}
                    other={values[side === 'before' ? 'after' : 'before'][field]}
                    side={side}
                    names={names}
                  />
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
