/** What both entries share: styles, language, theme. Nothing that only one of them needs, for the door is kept light. */
import './trustedTypes';
import './styles';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { setNonce } from 'get-nonce';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { activate, languageToStartWith } from './i18n';
import { theme } from './theme';

export async function start(page: ReactNode): Promise<void> {
  // The dialogs' scroll lock adds a <style>: it needs the page's nonce as Mantine's own do.
  const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
  setNonce(nonce);
  await activate(languageToStartWith());
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
          {page}
        </MantineProvider>
      </I18nProvider>
    </StrictMode>,
  );
}
