import { Trans, useLingui } from '@lingui/react/macro';
import { IconCircleCheck, IconCircleX, IconClockPause } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client';
import { deviceName } from '../../base/format';
import table from '../../ui/table.module.css';
import { When } from '../../ui/When';
import classes from './logs.module.css';

type SignIn = Schemas['SignIn'];

interface SignInTableProps {
  signIns: SignIn[];
  caption: string;
  /** Who it was, where that is not the reader alone. */
  person?: (user: SignIn['user']) => ReactNode;
}

export function SignInTable({ signIns, caption, person }: SignInTableProps) {
  const { t } = useLingui();
  return (
    <table className={`${table.table} ${classes.signIns}`}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t`Time`}</th>
          {person && <th scope="col">{t`User`}</th>}
          <th scope="col">{t`Result`}</th>
          <th scope="col">{t`How`}</th>
          <th scope="col">{t`IP address`}</th>
          <th scope="col">{t`Device`}</th>
        </tr>
      </thead>
      <tbody>
        {signIns.map((signIn) => (
          <tr key={signIn.id}>
            <th scope="row">
              <When time={signIn.at} absolute />
            </th>
            {person && <td>{person(signIn.user)}</td>}
            <td>
              <Result result={signIn.result} />
            </td>
            <td>
              <span className={table.label}>{t`How`}</span>
              <Method method={signIn.method} />
            </td>
            <td>
              <span className={table.label}>{t`IP address`}</span>
              <span className="mono">{signIn.ip}</span>
            </td>
            <td>
              <span className={table.label}>{t`Device`}</span>
              {deviceName(signIn.device)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Result({ result }: { result: SignIn['result'] }) {
  const icon = { 'aria-hidden': true, size: 16, stroke: 1.7 };
  const results: Record<SignIn['result'], ReactNode> = {
    succeeded: (
      <>
        <IconCircleCheck {...icon} />
        <Trans>Signed in</Trans>
      </>
    ),
    failed: (
      <>
        <IconCircleX {...icon} />
        <Trans>Refused</Trans>
      </>
    ),
    rate_limited: (
      <>
        <IconClockPause {...icon} />
        <Trans>Too many tries</Trans>
      </>
    ),
  };
  return (
    <span className={classes.result} data-result={result}>
      {results[result]}
    </span>
  );
}

function Method({ method }: { method: SignIn['method'] }) {
  const methods: Record<SignIn['method'], ReactNode> = {
    password: <Trans>Password</Trans>,
    registration: <Trans>By registering</Trans>,
    invitation: <Trans>By an invitation</Trans>,
    reauthentication: <Trans>Password asked again</Trans>,
  };
  return methods[method];
}
