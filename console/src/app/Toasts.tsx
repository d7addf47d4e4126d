import { Notifications } from '@mantine/notifications';

export default function Toasts() {
  return <Notifications position="bottom-left" autoClose={8000} limit={3} />;
}
