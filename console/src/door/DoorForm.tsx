import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { Failure } from '../ui/Failure';
import type { Submit } from '../ui/submit';
import classes from './DoorForm.module.css';

interface DoorFormProps {
  submit: Submit;
  verb: string;
  children?: ReactNode;
}

/** The form of a card: what was refused, the fields, one button. */
export function DoorForm({ submit, verb, children }: DoorFormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Where it would bring up a keyboard over half of the page, one touches the field oneself.
    if (!matchMedia('(pointer: fine)').matches) return;
    form.current?.querySelector<HTMLInputElement>('input:not([readonly], [type=radio])')?.focus();
  }, []);
  return (
    <form ref={form} noValidate className={classes.form} onSubmit={submit.onSubmit}>
      <Failure problem={submit.problem} />
      {children}
      <Button type="submit" size="md" fullWidth loading={submit.busy} className={classes.submit}>
        {verb}
      </Button>
    </form>
  );
}
