import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { Problem } from '../api/client';
import { Empty, ListCard, LoadFailure } from '../ui/ListCard';
import { Page } from '../ui/Page';

/** In place of a page that could not be shown: refused by the server, or at fault itself. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useLingui();
  return (
    <Page title={t`This page could not be shown`}>
      <ListCard>
        {error instanceof Problem ? (
          <LoadFailure problem={error} retry={reset} />
        ) : (
          <Empty
            title={t`Something went wrong on our side`}
            action={
              <Button variant="default" onClick={() => location.reload()}>
                <Trans>Load the page again</Trans>
              </Button>
            }
          >
            <Trans>Nothing was changed by it. A newer version of these pages may be there already.</Trans>
          </Empty>
        )}
      </ListCard>
    </Page>
  );
}
