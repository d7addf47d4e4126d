import { Trans } from '@lingui/react/macro';
import type { Schemas } from '../../api/client';
import { dateAndTime, relativeTime } from '../../base/format';
import { Address } from '../../ui/Address';
import classes from './Offer.module.css';

/** What is offered, by whom, to whom and until when: labels and values, so that no name has to fit into a sentence. */
export function Offer({ offer }: { offer: Schemas['InvitationOffer'] }) {
  const until = dateAndTime(offer.expires_at);
  const left = relativeTime(offer.expires_at);
  return (
    <dl className={classes.offer}>
      {offer.invited_by !== null && (
        <>
          <dt>
            <Trans>Invited by</Trans>
          </dt>
          <dd>{offer.invited_by.name}</dd>
        </>
      )}
      <dt>
        <Trans>Role</Trans>
      </dt>
      <dd>{offer.title}</dd>
      <dt>
        <Trans>Email</Trans>
      </dt>
      <dd>
        <Address email={offer.email} />
      </dd>
      <dt>
        <Trans>Open until</Trans>
      </dt>
      <dd>
        <time dateTime={offer.expires_at}>
          {until} <span className="muted nowrap">({left})</span>
        </time>
      </dd>
    </dl>
  );
}
