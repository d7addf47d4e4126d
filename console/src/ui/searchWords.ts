/** What is searched in a list stands in the address: a reload, Back and a link for others show the same. */
export interface SearchWords {
  q?: string;
}

export function readSearchWords(raw: Record<string, unknown>): SearchWords {
  // What looks like a number is one in the address.
  const q = typeof raw.q === 'number' ? String(raw.q) : raw.q;
  return typeof q === 'string' && q !== '' ? { q } : {};
}
