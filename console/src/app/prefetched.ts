import { onceSettled } from '../base/settled';

/**
 * For `lazy`: not part of the first load, but fetched soon after it. What is needed when the session has ended or the line is
 * gone cannot be fetched only then.
 */
export function prefetched<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let module: Promise<Module> | null = null;
  const once = () => (module ??= load().catch((error: unknown) => Promise.reject(((module = null), error))));
  onceSettled(() => void once().catch(() => undefined));
  return once;
}
