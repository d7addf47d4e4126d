/** `master`: one Master user; in English, French and Korean. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClean, openAs } from './support/browser';
import { button, dialog, effectsOf, rowOf, sees, seesNot } from './support/steps';
import { type Person, World } from './support/world';

describe('master', () => {
  let world: World;
  let master: Person;
  let account: string;
  beforeAll(async () => {
    world = await World.start();
    master = await world.person('Camille Tremblay');
  });
  beforeEach(async () => {
    account = await world.account(master, 'master', undefined, 'Chambly Works');
    // A transfer signs the former Master user out.
    master.token = (await world.done('POST', '/v1/session', '', { email: master.email, password: 'seven green bicycles' })).token;
  });
  afterAll(() => world.stop());

  const open = (who: Person, language = 'en') => openAs(world, who, `/a/${account}/users`, { language });

  test('M1 nobody is offered to remove, deactivate or edit the Master user', async () => {
    const olivier = await world.member(account, master, 'Olivier Gagne', {
      permissions: ['members:read', 'members:invite', 'members:manage', 'members:remove'],
    });
    const page = await open(olivier);
    await sees(rowOf(page, 'Camille Tremblay'), 'Master user');
    await page.goto(`/a/${account}/users/${master.id}`);
    await page.getByRole('heading', { level: 1, name: /Camille Tremblay/ }).waitFor();
    for (const act of ['Remove user', 'Deactivate', 'Promote', 'Save']) await seesNot(page, button(page, act));
    await expectClean(page);
  });

  test('M2 M3 M4 M5 the actions icon → Promote → Promote: signed out at once, then a regular user with all roles', async () => {
    await world.member(account, master, 'Olivier Gagne', { permissions: ['reports:read'] });
    const elsewhere = await open(master);
    await rowOf(elsewhere, 'Olivier Gagne').waitFor();
    const page = await open(master);
    await rowOf(page, 'Olivier Gagne')
      .getByRole('button', { name: /Olivier Gagne|Actions|More/ })
      .click();
    await page.getByRole('menuitem', { name: 'Promote' }).click();
    await sees(dialog(page), 'Promote Olivier Gagne to Master user of Chambly Works?');
    await effectsOf(page);
    await dialog(page).getByRole('checkbox').check();
    await button(dialog(page), 'Promote').click();
    await page.waitForURL(/\/sign-in/);
    await sees(page, /Olivier Gagne is now the Master user of Chambly Works/);
    await elsewhere.reload();
    await elsewhere.waitForURL(/\/sign-in/);

    const again = await open(master);
    await sees(rowOf(again, 'Olivier Gagne'), 'Master user');
    await again.goto(`/a/${account}/users/${master.id}`);
    await again.getByRole('heading', { level: 1, name: /Camille Tremblay/ }).waitFor();
    for (const toggle of await again.getByRole('switch').all()) expect(await toggle.isChecked()).toBe(true);
    await again.goto(`/a/${account}/users`);
    await rowOf(again, 'Olivier Gagne').waitFor();
    await seesNot(again, again.getByRole('menuitem', { name: 'Promote' }));
    expect(await world.may(account, master, 'ownership:transfer')).toBe(false);
    await expectClean(again);
  });

  for (const [language, title, promote, sentence] of [
    ['fr', 'Utilisateurs', 'Promouvoir', 'Promouvoir Olivier Gagne en tant qu’utilisateur principal du compte Chambly Works'],
    ['ko', '사용자', '승격', 'Olivier Gagne님을 Chambly Works 계정의 마스터 사용자로 승격하시겠습니까?'],
  ] as const) {
    test(`M6 all of it in ${language}`, async () => {
      const speaker = await world.person('Marc Roy', language);
      const own = await world.account(speaker, 'master', undefined, 'Chambly Works');
      await world.member(own, speaker, 'Olivier Gagne', { permissions: ['reports:read'] });
      const page = await openAs(world, speaker, `/a/${own}/users`, { language: 'en' });
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      await rowOf(page, 'Olivier Gagne').getByRole('button').last().click();
      await page.getByRole('menuitem', { name: promote }).click();
      await sees(dialog(page), sentence);
      await effectsOf(page);
      const words = await page.locator('body').innerText();
      expect(words).not.toMatch(/\b(the|and|Cancel|Users|Search|your)\b/);
      await expectClean(page);
    });
  }
});
