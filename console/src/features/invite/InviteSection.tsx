export function InviteSection() {
  return null;
}
