/** Acts on one invitation that need no question: sent again, taken back, handed over as a link. */
import { useLingui } from '@lingui/react/macro';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, operationKey, Problem, type Schemas } from '../../api/client';
import { useAccount } from '../../account/account';
import { useRefresh } from '../../account/refresh';
import { toast, toastFailure } from '../../ui/toast';

type Invitation = Schemas['Invitation'];
export type Deed = 'resend' | 'cancel' | 'link';

export interface Deeds {
  resend: () => Promise<boolean>;
  cancel: () => Promise<boolean>;
  copyLink: () => Promise<boolean>;
  busy: Deed | null;
}

const one = '/v1/accounts/{acc}/invitations/{inv}';

export function useInvitationDeeds(invitation: Invitation): Deeds {
  const { t } = useLingui();
  const account = useAccount();
  const refresh = useRefresh();
  const [busy, setBusy] = useState<Deed | null>(null);
  const path = { acc: account.id, inv: invitation.id };
  const { email } = invitation;

  /** Tells of a refusal; reads the lists again in any case, since a refusal mostly means that they are old. */
  const perform = async (deed: Deed, act: () => Promise<void>): Promise<boolean> => {
    if (busy !== null) return false;
    setBusy(deed);
    try {
      await act();
      return true;
    } catch (error) {
      toastFailure(error);
      return false;
    } finally {
      await refresh();
      setBusy(null);
    }
  };

  const inviteAgain = () =>
    perform('resend', async () => {
      const { role, permissions, sub_accounts } = invitation;
      const answer = await ask(
        api.POST('/v1/accounts/{acc}/invitations', {
          params: { path: { acc: account.id }, header: { 'Idempotency-Key': operationKey() } },
          body: { invitees: [{ email }], role, permissions, sub_accounts },
        }),
      );
      const left = 'results' in answer ? answer.results.find((row) => 'detail' in row) : undefined;
      if (left && 'detail' in left) throw new Problem(409, left.code, left.detail, left.remedy);
      toast(account.text('invite.toast', { email }));
    });

  return {
    busy,
    resend: () =>
      perform('resend', async () => {
        await ask(api.POST(`${one}/resend`, { params: { path, header: { 'Idempotency-Key': operationKey() } } }));
        toast(account.text('invitation.resend_toast', { email }));
      }),
    cancel: () =>
      perform('cancel', async () => {
        await ask(api.DELETE(one, { params: { path } }));
        toast(account.text('invitation.cancel_toast', { email }), { label: t`Invite again`, onClick: () => void inviteAgain() });
      }),
    copyLink: () =>
      perform('link', async () => {
        const answer = await ask(api.POST(`${one}/link`, { params: { path } }));
        if (!('link' in answer)) return;
        await navigator.clipboard.writeText(answer.link);
        toast(t`The new link for ${email} is copied. Hand it over in person: the earlier links no longer work.`);
      }),
  };
}

/** Whether this server hands links over in person: the operator decides it, and the server is asked. */
const linksQuery = (acc: string, invitation: Invitation) =>
  queryOptions({
    queryKey: ['links-in-person', acc],
    queryFn: async () => {
      try {
        await ask(api.POST(`${one}/link`, { params: { path: { acc, inv: invitation.id }, query: { dry_run: true } } }));
        return true;
      } catch (error) {
        if (error instanceof Problem && !error.isPassing) return error.code !== 'not_offered';
        throw error;
      }
    },
    staleTime: Infinity,
  });

export function useLinksOffered(invitation: Invitation, enabled: boolean): boolean {
  const account = useAccount();
  return useQuery({ ...linksQuery(account.id, invitation), enabled, retry: false }).data ?? false;
}
