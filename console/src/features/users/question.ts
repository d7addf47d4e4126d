import type { MemberAct } from './acts';
import type { Call } from './bulk';
import type { MemberRow } from './people';
import type { ManyAct } from './SelectionBar';

/** What is being asked about before it is done. */
export type Question =
  { kind: 'one'; act: MemberAct; member: MemberRow['member'] } | { kind: 'many'; act: ManyAct; calls: Call[] };
