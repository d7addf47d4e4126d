/** Lists come in pages; some have to be known as a whole, such as the roles that can be chosen. */

interface PageOf<Row> {
  data: Row[];
  next_cursor: string | null;
}

export async function everyPage<Row>(read: (cursor: string | undefined) => Promise<PageOf<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    rows.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}
