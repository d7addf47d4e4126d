/** `master`: one Master user; in English, French and Korean. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClean, openAs } from './support/browser';
import { button, dialog, effectsOf, rowOf, sees, seesNot } from './support/steps';
import { until } from './support/server';
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

  test('M1 M2 nobody else is offered to remove, deactivate or edit the Master user', async () => {
    const olivier = await world.member(account, master, 'Olivier Gagne', {
      permissions: ['members:read', 'members:invite', 'members:manage', 'members:remove'],
    });
    const sophie = await world.member(account, master, 'Sophie Belanger', { permissions: ['reports:read'] });
    const page = await open(olivier);
    await sees(rowOf(page, 'Camille Tremblay'), 'Master user');
    await page.goto(`/a/${account}/users/${master.id}`);
    await page.getByRole('heading', { level: 1, name: /Camille Tremblay/ }).waitFor();
    for (const act of ['Remove user', 'Deactivate', 'Promote', 'Save']) await seesNot(page, button(page, act));
    await page.goto(`/a/${account}/users/${sophie.id}`);
    await button(page, 'Deactivate').waitFor();
    await seesNot(page, button(page, 'Promote'));
    await expectClean(page);
  });

  test('M2 who is deactivated cannot be promoted', async () => {
    const sophie = await world.member(account, master, 'Sophie Belanger', { permissions: ['reports:read'] });
    await world.done('POST', `/v1/accounts/${account}/members/${sophie.id}/deactivate`, master.token);
    const page = await open(master);
    await rowOf(page, 'Sophie Belanger')
      .getByRole('button', { name: /Actions/ })
      .click();
    await page.getByRole('menuitem', { name: 'Reactivate' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Promote' }).count()).toBe(0);
    await expectClean(page);
  });

  test('M2 M3 M4 M5 the actions icon → Promote → Promote: signed out at once, then a regular user with all roles', async () => {
    await world.member(account, master, 'Olivier Gagne', { permissions: ['reports:read'] });
    await world.member(account, master, 'Sophie Belanger', { permissions: ['reports:read'] });
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
    await sees(again.getByRole('main'), /Reports/);
    for (const permission of ['members:remove', 'payments:write', 'webhooks:manage'])
      expect(await world.may(account, master, permission), permission).toBe(true);
    await again.goto(`/a/${account}/users`);
    await rowOf(again, 'Sophie Belanger')
      .getByRole('button', { name: /Actions/ })
      .click();
    await again.getByRole('menuitem', { name: 'Deactivate' }).waitFor();
    expect(await again.getByRole('menuitem', { name: 'Promote' }).count()).toBe(0);
    expect(await world.may(account, master, 'ownership:transfer')).toBe(false);
    await expectClean(again);
  });

  for (const [language, title, promote, sentence, letter] of [
    [
      'fr',
      'Utilisateurs',
      'Promouvoir',
      'Promouvoir Olivier Gagne en tant qu’utilisateur principal du compte Chambly Works',
      /vous/i,
    ],
    ['ko', '사용자', '승격', 'Olivier Gagne님을 Chambly Works 계정의 마스터 사용자로 승격하시겠습니까?', /[가-힣]/],
  ] as const) {
    test(`M6 all of it in ${language}: pages, refusals and letters`, async () => {
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
      const english = /\b(the|and|Cancel|Users|Search|your|this)\b/i;
      expect(await page.locator('body').innerText()).not.toMatch(english);
      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });

      await page.locator('[data-act=invite]').first().click();
      const email = world.address('parle');
      await dialog(page).getByRole('textbox').first().fill(`${speaker.email} ${email} `);
      await dialog(page).getByRole('listitem').filter({ hasText: speaker.email }).nth(1).waitFor();
      expect(await dialog(page).innerText()).not.toMatch(english);
      await dialog(page).locator('button[type=submit]').click();
      const found = await until('letter', () => world.mailbox.to(email)[0]);
      expect(found.text).toMatch(letter);
      expect(`${found.subject} ${found.text}`).not.toMatch(/\b(invited|join|you|the)\b/i);
      await expectClean(page);
    });
  }
});
