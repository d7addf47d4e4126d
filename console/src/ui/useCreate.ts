/** Making something new: once, however often the button is pressed or the answer is lost. */
import { useState } from 'react';
import { operationKey, Problem } from '../api/client';

interface Create {
  busy: boolean;
  problem: Problem | null;
  run: () => Promise<void>;
}

/** `request` carries the key as `Idempotency-Key`: a repeat after a lost answer has the same one, another attempt a new one. */
export function useCreate<Made>(request: (key: string) => Promise<Made>, onMade: (made: Made) => void): Create {
  const [key, setKey] = useState(operationKey);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      onMade(await request(key));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      if (!error.isUnreachable) setKey(operationKey());
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run };
}
