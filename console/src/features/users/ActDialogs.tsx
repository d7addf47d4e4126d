import { DeactivateDialog } from '../member/dialogs/DeactivateDialog';
import { MakeOwnerDialog } from '../member/dialogs/MakeOwnerDialog';
import { RemoveDialog } from '../member/dialogs/RemoveDialog';
import { ManyDialog } from './ManyDialog';
import type { Person } from './people';
import type { Question } from './question';

interface ActDialogsProps {
  question: Question;
  people: ReadonlyMap<string, Person>;
  onClose: () => void;
  onDone: () => void;
}

/** The question before an act. Loaded when the first one is asked. */
export function ActDialogs({ question, people, onClose, onDone }: ActDialogsProps) {
  if (question.kind === 'many')
    return <ManyDialog act={question.act} calls={question.calls} people={people} onClose={onClose} onDone={onDone} />;
  const props = { member: question.member, onClose, onDone };
  switch (question.act) {
    case 'deactivate':
      return <DeactivateDialog {...props} />;
    case 'remove':
      return <RemoveDialog {...props} />;
    case 'make_owner':
      return <MakeOwnerDialog {...props} />;
    default:
      return null;
  }
}
