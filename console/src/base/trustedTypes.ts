/**
 * The page's policy lets no text become markup or a script (Trusted Types). The one text that a library here gives to innerHTML is
 * Mantine's, into <style> elements: it is let through as long as it has no tag.
 */
interface Rules {
  createHTML: (text: string) => string;
}

function refuseMarkup(text: string): string {
  if (text.includes('<')) throw new TypeError('Text is not markup');
  return text;
}

const { trustedTypes } = window as { trustedTypes?: { createPolicy: (name: string, rules: Rules) => unknown } };
trustedTypes?.createPolicy('default', { createHTML: refuseMarkup });
