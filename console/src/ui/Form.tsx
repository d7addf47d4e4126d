import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Failure } from './Failure';
import classes from './Form.module.css';
import type { Submit } from './submit';

interface FormProps {
  submit: Submit;
  verb: string;
  /** Nothing to send yet. */
  idle?: boolean;
  children: ReactNode;
}

/** A form in a section of a page: its fields below each other, what was refused, one button. */
export function Form({ submit, verb, idle = false, children }: FormProps) {
  return (
    <form noValidate className={classes.form} onSubmit={submit.onSubmit}>
      {children}
      <Failure problem={submit.problem} />
      <Button type="submit" loading={submit.busy} disabled={idle}>
        {verb}
      </Button>
    </form>
  );
}
