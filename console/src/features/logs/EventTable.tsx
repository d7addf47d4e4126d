import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { IconChevronRight } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import type { Schemas } from '../../api/client';
import table from '../../ui/table.module.css';
import { When } from '../../ui/When';
import { EventDetails } from './EventDetails';
import classes from './EventTable.module.css';
import { wordsOf } from './eventWords';
import { ThingName } from './ThingName';

type Event = Schemas['Event'];

export function EventTable({ events, caption }: { events: Event[]; caption: string }) {
  const { t } = useLingui();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <table className={table.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <VisuallyHidden>{t`Details`}</VisuallyHidden>
          </th>
          <th scope="col">{t`What happened`}</th>
          <th scope="col">{t`To what or whom`}</th>
          <th scope="col">{t`By whom`}</th>
          <th scope="col">{t`Time`}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <Fragment key={event.id}>
            <EventRow event={event} isOpen={open === event.id} toggle={() => setOpen(open === event.id ? null : event.id)} />
            {open === event.id && (
              <tr id={`details-${event.id}`} className={classes.details}>
                <td colSpan={5}>
                  <EventDetails event={event} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function EventRow({ event, isOpen, toggle }: { event: Event; isOpen: boolean; toggle: () => void }) {
  const { t, i18n } = useLingui();
  const words = wordsOf(event.type);
  const what = typeof words === 'string' ? words : i18n._(words);
  return (
    <tr className={classes.row} data-open={isOpen || undefined}>
      <td className={classes.toggle}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={t`Details: ${what}`}
          aria-expanded={isOpen}
          aria-controls={isOpen ? `details-${event.id}` : undefined}
          onClick={toggle}
        >
          <IconChevronRight size={16} stroke={1.7} />
        </ActionIcon>
      </td>
      <th scope="row" className={classes.what}>
        <b>{what}</b>
      </th>
      <td>
        <span className={table.label}>{t`To what or whom`}</span>
        <ThingName thing={event.target} />
      </td>
      <td>
        <span className={table.label}>{t`By whom`}</span>
        <ThingName thing={event.actor} />
      </td>
      <td>
        <When time={event.at} absolute />
      </td>
    </tr>
  );
}
