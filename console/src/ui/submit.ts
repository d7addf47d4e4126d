/** A form's way to the server and back: the server's words on single fields stand under those fields, the rest above. */
import type { UseFormReturnType } from '@mantine/form';
import { type FormEvent, useRef, useState } from 'react';
import { Problem } from '../api/client';

export interface Submit {
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  busy: boolean;
  /** What was refused and is not said under a field. */
  problem: Problem | null;
  forget: () => void;
}

export function useSubmit<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  send: (values: Values) => Promise<unknown>,
): Submit {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);

  const focusFirst = (errors: Record<string, unknown>) => {
    const first = Object.keys(form.getValues()).find((field) => errors[field]);
    if (first !== undefined) form.getInputNode(first)?.focus();
  };

  /** Leaves the problem that is not about one of the form's fields, if any. */
  const place = (refusal: Problem): Problem | null => {
    const known = refusal.errors.filter((error) => error.pointer.slice(1) in form.getValues());
    const errors = Object.fromEntries(known.map((error) => [error.pointer.slice(1), error.detail]));
    form.setErrors(errors);
    // Once the fields can be typed in again.
    setTimeout(() => focusFirst(errors));
    return known.length > 0 && known.length === refusal.errors.length ? null : refusal;
  };

  const run = async (values: Values) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await send(values);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(place(error));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  return { onSubmit: (event) => form.onSubmit(run, focusFirst)(event), busy, problem, forget: () => setProblem(null) };
}
