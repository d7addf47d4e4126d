import { MantineProvider, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { Problem } from '../api/client';
import { useSubmit } from './submit';

const refusal = (errors: Problem['errors'], detail = 'Something needs correcting.') =>
  new Problem(422, 'validation_failed', detail, '', errors);

function Example({ send }: { send: () => Promise<unknown> }) {
  const form = useForm({ initialValues: { name: '', email: '' } });
  const { onSubmit, busy, problem } = useSubmit(form, send);
  return (
    <MantineProvider>
      <form onSubmit={onSubmit}>
        <TextInput label="Name" {...form.getInputProps('name')} />
        <TextInput label="Email" {...form.getInputProps('email')} />
        {problem && <p role="alert">{problem.detail}</p>}
        <button type="submit">{busy ? 'Busy' : 'Send'}</button>
      </form>
    </MantineProvider>
  );
}

describe('a refusal', () => {
  afterEach(cleanup);

  test('of one field stands under it, and the focus goes there', async () => {
    render(
      <Example send={() => Promise.reject(refusal([{ pointer: '/email', code: 'invalid_address', detail: 'No address.' }]))} />,
    );
    await userEvent.click(screen.getByRole('button'));
    await screen.findByText('No address.');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Email')));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('of what is no field of the form is said above', async () => {
    render(<Example send={() => Promise.reject(refusal([{ pointer: '/token', code: 'too_long', detail: 'Too long.' }]))} />);
    await userEvent.click(screen.getByRole('button'));
    expect((await screen.findByRole('alert')).textContent).toBe('Something needs correcting.');
  });

  test('keeps what was typed, and a second press while it is under way sends nothing', async () => {
    let sent = 0;
    let refuse: (problem: Problem) => void = () => {};
    const send = () => {
      ++sent;
      return new Promise((_, reject) => (refuse = reject));
    };
    render(<Example send={send} />);
    await userEvent.type(screen.getByLabelText('Name'), 'Mina');
    await userEvent.click(screen.getByRole('button'));
    await userEvent.click(screen.getByRole('button'));
    expect(sent).toBe(1);
    refuse(new Problem(0, 'unreachable', 'No line.', ''));
    await screen.findByRole('alert');
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Mina');
  });
});
