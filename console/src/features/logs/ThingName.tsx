import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client';

type Thing = Schemas['Thing'];

/** Who acted or what it was about; where there is no name to show, what kind of thing it is. */
export function ThingName({ thing }: { thing: Thing }) {
  if (thing.name !== null) return <span className="break">{thing.name}</span>;
  const id = thing.id;
  const kinds: Partial<Record<Thing['type'], ReactNode>> = {
    operator: <Trans>The operator</Trans>,
    server: <Trans>The server</Trans>,
    service: <Trans>A service</Trans>,
    api_key: <Trans>A service key</Trans>,
  };
  const kind = kinds[thing.type];
  return (
    <span className="muted break">
      {kind ?? <Trans>No longer known</Trans>}
      {kind === undefined && id !== null && <small className="mono"> {id}</small>}
    </span>
  );
}
