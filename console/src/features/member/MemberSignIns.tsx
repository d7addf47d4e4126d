import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, ask, type Problem, type Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { Empty, ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { Section } from '../../ui/Page';
import { Pager, useLeaf } from '../../ui/Pager';
import table from '../../ui/table.module.css';
import { When } from '../../ui/When';
import classes from './MemberSignIns.module.css';

const rows = 5;

/** Where and how the person signed in lately. */
export function MemberSignIns({ usr }: { usr: string }) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const leaf = useLeaf();
  const signIns = useQuery({
    queryKey: ['account', acc, 'sign-ins', usr, leaf.cursor],
    queryFn: () =>
      ask(
        api.GET('/v1/accounts/{acc}/sign-ins', {
          params: { path: { acc }, query: { user: usr, limit: rows, cursor: leaf.cursor } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const page = signIns.data;
  return (
    <Section beside title={t`Login logs`} description={<Trans>Where this person signed in, the latest first.</Trans>}>
      <ListCard
        footer={
          page && (leaf.page > 1 || page.next_cursor !== null) ? <Pager leaf={leaf} nextCursor={page.next_cursor} /> : undefined
        }
      >
        {signIns.isError && !page ? (
          <LoadFailure problem={signIns.error as Problem} retry={() => void signIns.refetch()} />
        ) : !page ? (
          <LoadingRows rows={rows} />
        ) : page.data.length === 0 ? (
          <Empty title={<Trans>No sign-in yet</Trans>}>
            <Trans>As soon as this person signs in, it stands here.</Trans>
          </Empty>
        ) : (
          <table className={table.table} aria-busy={signIns.isPlaceholderData}>
            <caption>{t`Login logs`}</caption>
            <thead>
              <tr>
                <th scope="col">
                  <Trans>Time</Trans>
                </th>
                <th scope="col">
                  <Trans>Result</Trans>
                </th>
                <th scope="col">
                  <Trans>Address</Trans>
                </th>
                <th scope="col">
                  <Trans>Device</Trans>
                </th>
              </tr>
            </thead>
            <tbody>
              {page.data.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <When time={one.at} />
                  </th>
                  <td>
                    <Result result={one.result} />
                  </td>
                  <td className="mono break">{one.ip}</td>
                  <td className="break">{one.device}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ListCard>
    </Section>
  );
}

function Result({ result }: { result: Schemas['SignIn']['result'] }) {
  if (result === 'succeeded')
    return (
      <span className={classes.result}>
        <IconCheck size={16} stroke={1.7} aria-hidden />
        <Trans>Signed in</Trans>
      </span>
    );
  return (
    <span className={classes.result} data-failed>
      <IconAlertTriangle size={16} stroke={1.7} aria-hidden />
      {result === 'failed' ? <Trans>Failed</Trans> : <Trans>Refused: too many tries</Trans>}
    </span>
  );
}
