/** What both entries share: styles, language, theme, the query client. */
import './styles';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from '../api/client';
import { activate, languageToStartWith } from './i18n';
import { theme } from './theme';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Once more at once: a refusal stays one, a lost connection may have been a moment's.
      retry: (failures, error) => failures < 1 && error instanceof Problem && error.isPassing,
      retryDelay: 200,
    },
    mutations: { retry: false },
  },
});

export async function start(page: ReactNode): Promise<void> {
  // The dialogs' scroll lock adds a <style>: it needs the page's nonce as Mantine's own do.
  const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';
  setNonce(nonce);
  await activate(languageToStartWith());
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
          <QueryClientProvider client={queries}>
            <Notifications position="bottom-left" autoClose={8000} limit={3} />
            {page}
          </QueryClientProvider>
        </MantineProvider>
      </I18nProvider>
    </StrictMode>,
  );
}
