/** The letters of a server for trying things out. */
import type { World } from '../support/world';
import { heading, type Place, type Scene } from './scene';

/** Somebody in each language asks to register: one letter at least is there. */
async function send({ world }: { world: World }): Promise<void> {
  if (world.mailbox.to('first@harbour.example').length > 0) return;
  for (const locale of ['en', 'fr', 'ko'])
    await world.done('POST', '/v1/registrations', '', { email: `${locale === 'en' ? 'first' : locale}@harbour.example`, locale });
  for (const name of ['first', 'fr', 'ko']) await world.mailbox.link(`${name}@harbour.example`, '/register#');
}

async function letters(place: Place): Promise<string> {
  await send(place);
  return '/dev/mailbox';
}

export const mailboxScenes: Scene[] = [
  { name: 'mailbox', path: letters, until: heading },
  {
    name: 'mailbox-letter',
    path: letters,
    until: heading,
    prepare: async (page) => {
      const language = await page.locator('html').getAttribute('lang');
      const to = language === 'en' ? 'first' : language;
      await page.locator('li a', { hasText: `${to}@harbour.example` }).click();
      await page.locator('iframe').waitFor();
    },
  },
];
