/** When the last sign-in is too long ago for what is to be done. */
import { dialog } from '../support/steps';
import { acts, owners, personPage, type Scene } from './scene';

const minute = 60_000;

export const passwordScenes: Scene[] = [
  {
    name: 'make-owner-password',
    who: owners.portal,
    path: personPage('priya@orbital.example'),
    until: acts,
    prepare: async (page, { world }) => {
      world.server.advance(6 * minute);
      await page.locator('[data-act=make-owner]').click();
      const field = dialog(page).locator('input[type=password]');
      await field.waitFor();
      await field.scrollIntoViewIfNeeded();
    },
  },
];
