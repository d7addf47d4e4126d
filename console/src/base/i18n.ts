import { i18n } from '@lingui/core';
import { boot } from './boot';

export const languages = { en: 'English', fr: 'Français', ko: '한국어' } as const;
export type Language = keyof typeof languages;

const load = { en: () => import('../locales/en.po'), fr: () => import('../locales/fr.po'), ko: () => import('../locales/ko.po') };
const remembered = 'roster.language';

function isLanguage(word: string | null | undefined): word is Language {
  return word !== null && word !== undefined && word in languages;
}

/** Whoever is signed in has a language of their own; others may choose one on the page. */
export function languageToStartWith(): Language {
  if (boot.session) return boot.language;
  const asked = new URLSearchParams(location.search).get('lang');
  const chosen = localStorage.getItem(remembered);
  return isLanguage(asked) ? asked : isLanguage(chosen) ? chosen : boot.language;
}

export async function activate(language: Language): Promise<void> {
  const { messages } = await load[language]();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

export function remember(language: Language): void {
  localStorage.setItem(remembered, language);
}
