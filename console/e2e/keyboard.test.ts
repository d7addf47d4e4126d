/** Invite, deactivate and promote without ever touching a mouse. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectClean, openAs } from './support/browser';
import { dialog, effectsOf, rowOf, sees } from './support/steps';
import { type Person, World } from './support/world';

let world: World;
let owner: Person;
let account: string;
beforeAll(async () => {
  world = await World.start();
  owner = await world.person('Camille Tremblay');
  account = await world.account(owner, 'master', undefined, 'Chambly Works');
  await world.member(account, owner, 'Olivier Gagne', { permissions: ['reports:read'] });
});
afterAll(() => world.stop());

/** Tab until what has the focus is called so. */
async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; ++presses) {
    const called = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (element === document.body) return '';
      const label = element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : '';
      return `${element?.getAttribute('aria-label') ?? ''} ${label ?? ''} ${element?.textContent ?? ''}`;
    });
    if (name.test(called)) {
      const outline = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const styles = [element, element.parentElement!, element.closest('[class]')!].map((one) => getComputedStyle(one));
        return styles.some((style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.borderColor !== '');
      });
      expect(outline, 'the focus can be seen').toBe(true);
      return;
    }
    await page.keyboard.press(key);
  }
  throw new Error(`never came to ${name}`);
}

test('inviting by keyboard', async () => {
  const page = await openAs(world, owner, `/a/${account}/users`);
  await rowOf(page, 'Olivier Gagne').waitFor();
  await tabTo(page, /Invite users/);
  await page.keyboard.press('Enter');
  await dialog(page).waitFor();
  await tabTo(page, /Email addresses/);
  const email = world.address('typed');
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
  await tabTo(page, /Send invitations/);
  await page.keyboard.press('Enter');
  await sees(page, `The invitation to ${email} is on its way.`);
  await expectClean(page);
});

test('deactivating by keyboard; Escape leaves all as it was, and the focus returns', async () => {
  const page = await openAs(world, owner, `/a/${account}/users`);
  await rowOf(page, 'Olivier Gagne').waitFor();
  for (const confirmed of [false, true]) {
    await tabTo(page, /Olivier Gagne.*|Actions for Olivier/);
    await tabTo(page, /(Actions|More).*Olivier/);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Deactivate' }).waitFor();
    await tabTo(page, /^\s*Deactivate/, 'ArrowDown');
    await page.keyboard.press('Enter');
    await effectsOf(page);
    if (!confirmed) {
      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')).toMatch(/Olivier/);
      continue;
    }
    await tabTo(page, /^\s*Deactivate\s*$/);
    await page.keyboard.press('Enter');
    await sees(page, 'Olivier Gagne is deactivated.');
  }
  const { body } = await world.call('GET', `/v1/accounts/${account}/members?status=deactivated`, owner.token);
  expect(body.data.map((member: any) => member.user.name)).toEqual(['Olivier Gagne']);
  await expectClean(page);
});

test('promoting by keyboard', async () => {
  await world.member(account, owner, 'Sophie Belanger', { permissions: ['reports:read'] });
  const page = await openAs(world, owner, `/a/${account}/users`);
  await rowOf(page, 'Sophie Belanger').waitFor();
  await tabTo(page, /(Actions|More).*Sophie/);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Promote' }).waitFor();
  await tabTo(page, /^\s*Promote/, 'ArrowDown');
  await page.keyboard.press('Enter');
  await effectsOf(page);
  await tabTo(page, /I understand/);
  await page.keyboard.press('Space');
  await tabTo(page, /^\s*Promote\s*$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/sign-in/);
  await expectClean(page);
});
