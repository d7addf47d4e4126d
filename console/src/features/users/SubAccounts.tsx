import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { subAccountsQuery } from '../../account/subAccounts';
import { list } from '../../base/format';

const named = 2;

/** Where somebody's permissions hold: everywhere, or in these sub-accounts, by name as far as they are few. */
export function SubAccounts({ scope }: { scope: Schemas['Scope'] }) {
  const account = useAccount();
  const isLimited = scope !== 'all';
  const known = useQuery({
    ...subAccountsQuery(account.id, { q: '' }),
    enabled: isLimited && account.can('sub_accounts:read'),
  }).data?.data;
  if (!isLimited)
    return (
      <span className="muted">
        <Trans>All</Trans>
      </span>
    );
  const ids = scope as string[];
  const count = ids.length;
  const names = ids.flatMap((id) => known?.find((one) => one.id === id)?.name ?? []);
  if (count > 0 && count <= named && names.length === count) return <span className="break">{list(names)}</span>;
  return <Plural value={count} one="# sub-account" other="# sub-accounts" />;
}
