/** Shortcuts of a single key: on unless switched off here, never while something is typed (WCAG 2.1.4). */
import { useLocalStorage } from '@mantine/hooks';

const remembered = 'roster.shortcuts';

export function useShortcutsSetting(): [boolean, (isOn: boolean) => void] {
  const [setting, setSetting] = useLocalStorage<'on' | 'off'>({
    key: remembered,
    defaultValue: 'on',
    getInitialValueInEffect: false,
  });
  return [setting === 'on', (isOn) => setSetting(isOn ? 'on' : 'off')];
}
