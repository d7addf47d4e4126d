import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { api, ask, type Problem } from '../../api/client';
import { useAccount } from '../../account/account';
import { Empty, ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { TextLink } from '../../ui/links';
import { Section } from '../../ui/Page';
import { SignInTable } from '../logs/SignInTable';

const latest = 5;

/** Where and how the person signed in lately. */
export function MemberSignIns({ usr }: { usr: string }) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const signIns = useQuery({
    queryKey: ['account', acc, 'sign-ins', usr, 'latest'],
    queryFn: () =>
      ask(api.GET('/v1/accounts/{acc}/sign-ins', { params: { path: { acc }, query: { user: usr, limit: latest } } })),
  });
  const page = signIns.data;
  return (
    <Section beside title={t`Login logs`} description={t`The latest sign-ins, and failed tries with this address.`}>
      <ListCard
        footer={
          page &&
          page.next_cursor !== null && (
            <TextLink to="/a/$acc/sign-ins" params={{ acc }} search={{ user: usr }}>
              <Trans>See all of them</Trans>
            </TextLink>
          )
        }
      >
        {signIns.isError && !page ? (
          <LoadFailure problem={signIns.error as Problem} retry={() => void signIns.refetch()} />
        ) : !page ? (
          <LoadingRows rows={latest} />
        ) : page.data.length === 0 ? (
          <Empty title={t`No sign-ins yet`} />
        ) : (
          <SignInTable signIns={page.data} caption={t`Login logs`} />
        )}
      </ListCard>
    </Section>
  );
}
