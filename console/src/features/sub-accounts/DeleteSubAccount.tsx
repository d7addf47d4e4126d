import { Trans, useLingui } from '@lingui/react/macro';
import { api, ask, planOf, type Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { Confirm } from '../../ui/Confirm';
import { toast } from '../../ui/toast';

interface DeleteSubAccountProps {
  of: Schemas['SubAccount'];
  onClose: () => void;
}

const path = '/v1/accounts/{acc}/sub-accounts/{sub}';

export function DeleteSubAccount({ of, onClose }: DeleteSubAccountProps) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const refresh = useRefresh();
  const { name } = of;
  const at = { acc, sub: of.id };
  return (
    <Confirm
      danger
      title={t`Delete the sub-account ${name}?`}
      verb={t`Delete sub-account`}
      plan={async () => planOf(await ask(api.DELETE(path, { params: { path: at, query: { dry_run: true } } })))}
      act={(digest) => ask(api.DELETE(path, { params: { path: at, query: { plan_digest: digest } } }))}
      onClose={onClose}
      onDone={() => {
        toast(t`The sub-account ${name} is deleted.`);
        void refresh();
        onClose();
      }}
    >
      <Trans>Nobody’s permissions hold there any more. This cannot be undone.</Trans>
    </Confirm>
  );
}
