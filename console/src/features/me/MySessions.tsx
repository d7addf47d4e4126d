import { Badge, Button, VisuallyHidden } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, Problem, type Schemas } from '../../api/client';
import { deviceName } from '../../base/format';
import { Confirm } from '../../ui/Confirm';
import { ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { Section } from '../../ui/Page';
import { Pager, useLeaf } from '../../ui/Pager';
import table from '../../ui/table.module.css';
import { toast } from '../../ui/toast';
import { When } from '../../ui/When';
import { mySessionsKey, mySessionsQuery } from './sessions';

type Session = Schemas['MySession'];

/** Where I am signed in, and a way to end what I do not know. */
export function MySessions() {
  const { t } = useLingui();
  const leaf = useLeaf();
  const sessions = useQuery({ ...mySessionsQuery(leaf.cursor), placeholderData: keepPreviousData });
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Session | 'others' | null>(null);
  const others = sessions.data?.data.some((session) => !session.current) ?? false;

  const done = () => {
    toast(asked === 'others' ? t`Your other devices are signed out.` : t`The device is signed out.`);
    setAsked(null);
    leaf.first();
    void queries.invalidateQueries({ queryKey: mySessionsKey });
  };
  return (
    <Section
      title={t`Where you are signed in`}
      description={t`End a session that you do not know, and change your password then.`}
    >
      <ListCard
        footer={
          others || leaf.previous ? (
            <>
              <Button variant="default" size="xs" data-act="end-others" onClick={() => setAsked('others')}>
                <Trans>Sign out all other devices</Trans>
              </Button>
              <Pager leaf={leaf} nextCursor={sessions.data?.next_cursor ?? null} />
            </>
          ) : undefined
        }
      >
        {sessions.data ? (
          <SessionTable sessions={sessions.data.data} onEnd={setAsked} />
        ) : sessions.error instanceof Problem ? (
          <LoadFailure problem={sessions.error} retry={() => void sessions.refetch()} />
        ) : (
          <LoadingRows rows={2} />
        )}
      </ListCard>
      {asked !== null && (
        <Confirm
          title={asked === 'others' ? t`Sign out all other devices?` : t`Sign out this device?`}
          verb={t`Sign out`}
          danger
          act={() =>
            asked === 'others'
              ? ask(api.DELETE('/v1/me/sessions'))
              : ask(api.DELETE('/v1/me/sessions/{ses}', { params: { path: { ses: asked.id } } }))
          }
          onDone={done}
          onClose={() => setAsked(null)}
        >
          {asked === 'others' ? (
            <Trans>Every session but this one ends at once. What was not saved there is lost.</Trans>
          ) : (
            <EndOf session={asked} />
          )}
        </Confirm>
      )}
    </Section>
  );
}

function EndOf({ session }: { session: Session }) {
  const { device, ip } = session;
  return (
    <Trans>
      The session on <b>{device}</b> (<span className="mono">{ip}</span>) ends at once. What was not saved there is lost.
    </Trans>
  );
}

function SessionTable({ sessions, onEnd }: { sessions: Session[]; onEnd: (session: Session) => void }) {
  const { t } = useLingui();
  return (
    <table className={table.table}>
      <caption>{t`Where you are signed in`}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Device`}</th>
          <th scope="col">{t`Last used`}</th>
          <th scope="col">{t`Signed in since`}</th>
          <th scope="col">{t`IP address`}</th>
          <th scope="col">
            <VisuallyHidden>{t`Actions`}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => onEnd(session)} />
        ))}
      </tbody>
    </table>
  );
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const { t } = useLingui();
  const device = session.device ? deviceName(session.device) : t`Unknown device`;
  return (
    <tr>
      <th scope="row">
        <b>{device}</b>{' '}
        {session.current && (
          <Badge variant="light">
            <Trans>This device</Trans>
          </Badge>
        )}
      </th>
      <td>
        <span className={table.label}>{t`Last used`}</span>
        <When time={session.last_used_at} />
      </td>
      <td>
        <span className={table.label}>{t`Signed in since`}</span>
        <When time={session.created_at} />
      </td>
      <td>
        <span className={table.label}>{t`IP address`}</span>
        <span className="mono">{session.ip}</span>
      </td>
      <td>
        {!session.current && (
          <div className={table.actions}>
            <Button variant="default" size="xs" aria-label={t`Sign out ${device}`} onClick={onEnd}>
              <Trans>Sign out</Trans>
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
}
