/** The form by which people are invited: what is in it, what the server thinks of it, sending it. */
import { useLingui } from '@lingui/react/macro';
import { useMemo, useState } from 'react';
import { useAccount } from '../../account/account';
import type { Problem } from '../../api/client';
import { boot } from '../../base/boot';
import type { Language } from '../../base/i18n';
import { added, type Address, keyOf, readAddresses } from './addresses';
import { useAsked } from './asked';
import { type Grant, useGrant } from './grant';
import { usePreview, type Verdict } from './preview';
import { type Letter, type Outcome, type Sending, useSending } from './sending';

export interface InviteForm {
  isMany: boolean;
  /** Chips; in a form for one, none. */
  addresses: Address[];
  setAddresses: (addresses: Address[]) => void;
  typed: string;
  setTyped: (typed: string) => void;
  fault: string | undefined;
  grant: Grant;
  letter: Letter;
  setLetter: (letter: Letter) => void;
  /** Who would get no invitation. */
  unreadable: string[];
  verdicts: ReadonlyMap<string, Verdict>;
  going: number;
  isChecking: boolean;
  problem: Problem | null;
  sending: Sending;
  isDirty: boolean;
  submit: () => Promise<void>;
}

export function useInviteForm(onSent: (outcome: Outcome, unreadable: string[]) => void): InviteForm {
  const { t, i18n } = useLingui();
  const account = useAccount();
  const isMany = account.arrangement('invite.addresses') === 'many';
  const [chips, setChips] = useState<Address[]>([]);
  const [typed, setTyped] = useState('');
  const askedFor = useAsked();
  const [taken, setTaken] = useState<readonly string[]>([]);
  if (askedFor !== taken) {
    setTaken(askedFor);
    if (isMany) setChips(added(chips, askedFor.flatMap(readAddresses)));
    else if (askedFor[0] !== undefined) setTyped(askedFor[0]);
  }
  const [fault, setFault] = useState<string>();
  const [letter, setLetter] = useState<Letter>({ message: '', locale: (i18n.locale || boot.language) as Language });
  const grant = useGrant();
  const sending = useSending();
  // What the server left out when it was asked to send, as long as nothing else is asked for.
  const [told, setTold] = useState<{ grant: string; rows: Verdict[] }>({ grant: '', rows: [] });

  const all = useMemo(() => (isMany ? added(chips, readAddresses(typed)) : readAddresses(typed)), [isMany, chips, typed]);
  const readable = useMemo(() => all.filter((one) => one.isAddress).map((one) => one.text), [all]);
  const unreadable = all.filter((one) => !one.isAddress).map((one) => one.text);
  const isOne = isMany || (all.length === 1 && readable.length === 1);
  const preview = usePreview(
    useMemo(() => (isOne ? readable : []), [isOne, readable]),
    grant.body,
  );

  const asked = JSON.stringify(grant.body);
  const verdicts = new Map(preview.verdicts);
  if (told.grant === asked) for (const row of told.rows) verdicts.set(keyOf(row.email), row);
  const going = readable.filter((email) => !verdicts.has(keyOf(email)));
  const left = readable.flatMap((email) => verdicts.get(keyOf(email)) ?? []);

  const findFault = (): string | undefined => {
    const text = typed.trim();
    if (all.length === 0) return isMany ? t`Enter at least one email address.` : t`Enter an email address.`;
    if (!isMany && all.length > 1) return t`Only one address goes here at a time.`;
    if (!isMany && readable.length === 0) return t`“${text}” is not an email address.`;
    if (readable.length === 0) return t`None of these is an email address. Correct or remove them.`;
    return undefined;
  };

  const submit = async () => {
    const found = findFault();
    if (isMany && typed !== '') {
      setChips(all);
      setTyped('');
    }
    setFault(found);
    if (found !== undefined || !grant.body || sending.progress) return;
    // What the preview said of another choice may not hold: then everybody is asked about.
    const isSure = !preview.isChecking;
    const emails = isSure ? going : readable;
    if (emails.length === 0) {
      setFault(isMany ? t`None of these addresses can be invited. Correct or replace them.` : undefined);
      return;
    }
    const outcome = await sending.send(emails, grant.body, letter);
    if (!outcome) return;
    const leftOut = isSure ? [...left, ...outcome.leftOut] : outcome.leftOut;
    if (outcome.invited.length === 0) {
      // Nothing went out: the form stays, and says why.
      setTold({ grant: asked, rows: leftOut });
      return;
    }
    setChips([]);
    setTyped('');
    setTold({ grant: '', rows: [] });
    onSent({ invited: outcome.invited, leftOut }, unreadable);
  };

  const change =
    <Value>(set: (value: Value) => void) =>
    (value: Value) => {
      setFault(undefined);
      sending.forgetFailure();
      set(value);
    };
  return {
    isMany,
    addresses: chips,
    setAddresses: change(setChips),
    typed,
    setTyped: change(setTyped),
    fault,
    grant,
    letter,
    setLetter,
    unreadable,
    verdicts,
    going: going.length,
    isChecking: preview.isChecking,
    problem: preview.problem,
    sending,
    isDirty: chips.length > 0 || typed.trim() !== '',
    submit,
  };
}
