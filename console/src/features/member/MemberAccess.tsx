import { useLingui } from '@lingui/react/macro';
import { toast } from '../../ui/toast';
import { AccessForm } from './AccessForm';
import type { ReadMember } from './member';
import { useAccessEdit } from './useAccessEdit';
import { useAccessUndo } from './useAccessUndo';

/** What a member may do, to be changed; what was saved can be taken back. */
export function MemberAccess({ read }: { read: ReadMember }) {
  const { t } = useLingui();
  const undo = useAccessUndo();
  const { name } = read.data.user;
  const edit = useAccessEdit(read, (before, saved) =>
    toast(t`What ${name} may do is saved.`, { label: t`Undo`, onClick: () => void undo(before, saved) }),
  );
  return <AccessForm edit={edit} name={name} present={read.data.role} />;
}
