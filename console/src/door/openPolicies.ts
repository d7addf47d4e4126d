import { useLingui } from '@lingui/react';
import { useEffect, useState } from 'react';
import { api, ask } from '../api/client';
import { boot } from '../base/boot';

/** What one may open an account with, in the language that is chosen on this page. */
export function useOpenPolicies() {
  const { i18n } = useLingui();
  const [read, setRead] = useState({ language: boot.language as string, policies: boot.open_policies });
  const language = i18n.locale;
  useEffect(() => {
    if (read.language === language) return;
    let isWanted = true;
    ask(api.GET('/v1/policies')).then(
      ({ data }) => {
        const open = new Set(boot.open_policies.map((policy) => policy.id));
        if (isWanted) setRead({ language, policies: data.filter((policy) => open.has(policy.id)) });
      },
      // In the other language they can be chosen as well.
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [language, read.language]);
  return read.policies;
}
