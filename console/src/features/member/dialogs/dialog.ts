import type { Schemas } from '../../../api/client';

/** What every dialog about one member is given. It does the act, says so and refreshes what is shown; then it calls `onDone`. */
export interface MemberDialogProps {
  member: Schemas['Member'];
  onClose: () => void;
  /** May lead away: what is shown is refreshed once one is there. */
  onDone: () => void | Promise<void>;
}
