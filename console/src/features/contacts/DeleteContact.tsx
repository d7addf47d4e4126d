import { Trans, useLingui } from '@lingui/react/macro';
import { api, ask, planOf } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { Confirm } from '../../ui/Confirm';
import { toast } from '../../ui/toast';
import type { Contact } from './contact';

interface DeleteContactProps {
  of: Contact;
  onClose: () => void;
}

const path = '/v1/accounts/{acc}/contacts/{con}';

export function DeleteContact({ of, onClose }: DeleteContactProps) {
  const { t } = useLingui();
  const { id: acc } = useAccount();
  const refresh = useRefresh();
  const { name } = of;
  const at = { acc, con: of.id };
  return (
    <Confirm
      danger
      title={t`Delete the contact ${name}?`}
      verb={t`Delete contact`}
      plan={async () => planOf(await ask(api.DELETE(path, { params: { path: at, query: { dry_run: true } } })))}
      act={(digest) => ask(api.DELETE(path, { params: { path: at, query: { plan_digest: digest } } }))}
      onClose={onClose}
      onDone={() => {
        toast(t`The contact ${name} is deleted.`);
        void refresh();
        onClose();
      }}
    >
      <Trans>You can add them again at any time.</Trans>
    </Confirm>
  );
}
