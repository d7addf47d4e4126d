import {
  type BadgeProps,
  createTheme,
  type DrawerProps,
  type MenuProps,
  type ModalProps,
  type TooltipProps,
} from '@mantine/core';

/** As `Component.extend` does, without bringing the component along: not every entry has each of them. */
const defaults = <Props>(defaultProps: Partial<Props>) => ({ defaultProps });

const sans =
  '"Inter Variable", ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Apple SD Gothic Neo", "Malgun Gothic", ' +
  '"Noto Sans KR", "Noto Sans CJK KR", sans-serif';

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 6, dark: 6 },
  autoContrast: false,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: {
    fontWeight: '620',
    sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.25' }, h2: { fontSize: '1.125rem', lineHeight: '1.35' } },
  },
  radius: { sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  colors: {
    pine: ['#edf8f5', '#d3eee7', '#a6dccf', '#74c8b6', '#4bb5a0', '#2b9a86', '#0f7d6d', '#0c675a', '#0a5248', '#083f38'],
    gray: ['#f8f9fa', '#f1f3f5', '#e6e9ed', '#d8dde3', '#c3cad3', '#98a2b0', '#687385', '#495363', '#323a47', '#1c222b'],
    dark: ['#e3e7ec', '#bcc4ce', '#97a1af', '#6b7686', '#3d4653', '#2c343f', '#1f262f', '#161b22', '#0f1318', '#0a0d11'],
    red: ['#fff1f0', '#ffdfdc', '#fdbdb8', '#f79389', '#ee6a5f', '#e04a40', '#c5352c', '#a82a23', '#89221d', '#6b1b17'],
  },
  components: {
    Badge: defaults<BadgeProps>({ radius: 10, tt: 'none', fw: 560 }),
    // A dialog's header would be a second `banner` landmark.
    Modal: defaults<ModalProps>({
      attributes: { header: { role: 'presentation' } },
      centered: true,
      radius: 'lg',
      padding: 'lg',
      overlayProps: { backgroundOpacity: 0.45 },
      transitionProps: { duration: 120 },
    }),
    Drawer: defaults<DrawerProps>({ attributes: { header: { role: 'presentation' } } }),
    // Without it focus goes to the first item, as the ARIA patterns want.
    Menu: defaults<MenuProps>({
      withInitialFocusPlaceholder: false,
      shadow: 'md',
      position: 'bottom-end',
      width: 240,
      transitionProps: { duration: 80 },
    }),
    Tooltip: defaults<TooltipProps>({ openDelay: 300, withArrow: true, events: { hover: true, focus: true, touch: false } }),
  },
});
