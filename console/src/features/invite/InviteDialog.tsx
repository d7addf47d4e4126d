export function InviteDialog({ onClose }: { onClose: () => void }) {
  void onClose;
  return null;
}
