import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { dateOnly } from '../../base/format';
import { TextLink } from '../../ui/links';
import { Section } from '../../ui/Page';
import classes from './settings.module.css';

/** How the account is run: to be read here, and changed by who runs the service. */
export function AccountFacts({ account }: { account: Schemas['Account'] }) {
  const { t } = useLingui();
  const { id: acc, policy, can } = useAccount();
  const plan = policy.plans.find((one) => one.id === account.plan);
  const { owner } = account;
  return (
    <Section
      beside
      title={t`How it is run`}
      description={t`Kind and plan are changed by those who run this service, on request.`}
    >
      <dl className={classes.facts}>
        <Fact term={<Trans>Kind of account</Trans>} more={policy.description}>
          {policy.title}
        </Fact>
        <Fact
          term={<Trans>Plan</Trans>}
          more={
            <TextLink to="/a/$acc/plan" params={{ acc }}>
              <Trans>See plan and seats</Trans>
            </TextLink>
          }
        >
          {plan?.title ?? account.plan}
        </Fact>
        <Fact term={policy.owner_title} more={owner.email}>
          {can('members:read') ? (
            <TextLink to="/a/$acc/users/$usr" params={{ acc, usr: owner.id }}>
              {owner.name}
            </TextLink>
          ) : (
            owner.name
          )}
        </Fact>
        <Fact term={<Trans>Opened</Trans>}>
          <time dateTime={account.created_at}>{dateOnly(account.created_at)}</time>
        </Fact>
        <Fact term={<Trans>Id, for support and the API</Trans>}>
          <span className="mono break">{account.id}</span>
        </Fact>
      </dl>
    </Section>
  );
}

function Fact({ term, more, children }: { term: ReactNode; more?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {children}
        {more !== undefined && <span className={classes.more}>{more}</span>}
      </dd>
    </div>
  );
}
