import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, ask, Problem } from '../../api/client';
import { ListCard, LoadFailure, LoadingRows } from '../../ui/ListCard';
import { TextLink } from '../../ui/links';
import { Page } from '../../ui/Page';
import { Pager, useLeaf } from '../../ui/Pager';
import { SignInTable } from '../logs/SignInTable';

export function MySignInsPage() {
  const { t } = useLingui();
  const leaf = useLeaf();
  const { data, error, refetch } = useQuery({
    queryKey: ['me', 'sign-ins', leaf.cursor],
    queryFn: () => ask(api.GET('/v1/me/sign-ins', { params: { query: { limit: 50, cursor: leaf.cursor } } })),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t`My login logs`}
      description={
        <Trans>
          Each sign-in and each failed try with your address. Is one of them not yours?{' '}
          <TextLink to="/me/security" underline="always">
            Change your password
          </TextLink>
        </Trans>
      }
    >
      <ListCard footer={data && <Pager leaf={leaf} nextCursor={data.next_cursor} />}>
        {data ? (
          <SignInTable signIns={data.data} caption={t`My login logs`} />
        ) : error instanceof Problem ? (
          <LoadFailure problem={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows />
        )}
      </ListCard>
    </Page>
  );
}
