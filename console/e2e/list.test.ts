/** The list of people: found, ordered, leafed through, and acted on many at once. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectClean, openAs, openPage, phone } from './support/browser';
import { button, dialog, effectsOf, gone, rowOf, sees, seesNot } from './support/steps';
import { password, type Person, World } from './support/world';

describe('the list of people', () => {
  let world: World;
  let owner: Person;
  beforeAll(async () => {
    world = await World.start();
    owner = await world.person('Elif Yilmaz');
  });
  afterAll(() => world.stop());

  const users = (account: string) => `/a/${account}/users`;
  const names = (page: Page) => page.locator('tbody th[scope=row] a').allInnerTexts();

  test('search, filter and order stand in the address: reload, Back, forward and a link for others show the same', async () => {
    const account = await world.account(owner, 'portal', undefined, 'Orbital Messaging');
    await world.member(account, owner, 'Anna Berg', { role: 'admin' });
    await world.member(account, owner, 'Bruno Alva', { permissions: ['reports:read'] });
    await world.member(account, owner, 'Zoe Anders', { permissions: ['reports:read'] });
    const page = await openAs(world, owner, users(account));
    await rowOf(page, 'Zoe Anders').waitFor();
    const role = page.getByRole('combobox', { name: 'Permission type' });
    await role.selectOption({ label: 'User' });
    await gone(rowOf(page, 'Anna Berg'));
    const head = page
      .getByRole('columnheader')
      .filter({ has: page.getByRole('button') })
      .first();
    await head.getByRole('button').click();
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending');
    await expect.poll(() => names(page)).toEqual(['Bruno Alva', 'Zoe Anders']);
    await head.getByRole('button').click();
    await expect.poll(() => names(page)).toEqual(['Zoe Anders', 'Bruno Alva']);
    await page.getByRole('searchbox').fill('zoe');
    await gone(rowOf(page, 'Bruno Alva'));
    await page.waitForURL(/q=zoe/);

    const link = page.url();
    const expectSame = async (one: Page) => {
      await expect.poll(() => names(one)).toEqual(['Zoe Anders']);
      expect(await one.getByRole('searchbox').inputValue()).toBe('zoe');
      expect(await one.getByRole('combobox', { name: 'Permission type' }).inputValue()).toBe('user');
    };
    await page.reload();
    await expectSame(page);
    await page.goBack();
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending');
    await page.goForward();
    await expectSame(page);

    const visitor = await openPage(world);
    await visitor.goto(link);
    await visitor.getByLabel(/^Email/).fill(owner.email);
    await visitor.getByLabel(/^Password/).fill(password);
    await button(visitor, 'Sign in').click();
    await visitor.waitForURL(link);
    await expectSame(visitor);
    await page.getByRole('searchbox').fill('nobody is called so');
    await sees(page, 'No one matches');
    await button(page, 'Clear search and filters').click();
    await rowOf(page, 'Anna Berg').waitFor();
    await expectClean(page);
  });

  test('on many at once: with whom it cannot be done is said before, with the reason; the rest is done', async () => {
    const account = await world.account(owner, 'platform', undefined, 'Northwind Cloud');
    const wei = await world.member(account, owner, 'Wei Chen', { role: 'all' });
    await world.member(account, owner, 'Grace Hopkins', { role: 'chosen', permissions: ['reports:read'] });
    const page = await openAs(world, owner, users(account));
    for (const name of ['Wei Chen', 'Grace Hopkins']) await rowOf(page, name).getByRole('checkbox').check();
    await sees(page, '2 selected');
    await world.done('DELETE', `/v1/accounts/${account}/members/${wei.id}`, owner.token);
    await button(page.getByRole('group', { name: 'What is selected' }), 'Remove Access').click();
    await sees(dialog(page), 'One will be left out:');
    const reason = dialog(page).getByRole('listitem').filter({ hasText: 'Wei Chen' });
    expect((await reason.innerText()).length).toBeGreaterThan('Wei Chen'.length + 10);
    await button(dialog(page), 'Remove Access').click();
    await sees(dialog(page), 'It was done with one.');
    await sees(dialog(page), 'One was left out:');
    await dialog(page).getByRole('button', { name: 'Close' }).last().click();
    for (const name of ['Wei Chen', 'Grace Hopkins']) await gone(rowOf(page, name));
    await expectClean(page);
  });

  test('removing ten wants the number typed; the word about it invites them again', async () => {
    const account = await world.account(owner, 'portal', undefined, 'Orbital Messaging');
    const people = [];
    for (let count = 0; count < 10; ++count)
      people.push(await world.member(account, owner, `Leaver ${count}`, { permissions: ['reports:read'] }));
    const page = await openAs(world, owner, users(account));
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await sees(page, '10 selected');
    await button(page.getByRole('group', { name: 'What is selected' }), 'Remove user').click();
    await effectsOf(page);
    const verb = dialog(page).locator('button[type=submit]');
    expect(await verb.isDisabled()).toBe(true);
    await dialog(page).getByLabel('Type 10 to confirm').fill('10');
    await verb.dblclick();
    await gone(rowOf(page, 'Leaver'));
    await button(page, 'Invite again').click();
    const chips = dialog(page).getByRole('list', { name: 'Email addresses' }).getByRole('listitem');
    await expect.poll(() => chips.count()).toBe(10);
    expect(await chips.first().innerText()).toContain(people[0]!.email);
    await expectClean(page);
  });

  test('names of every kind stand in the list, on the page and in the questions, on a phone too', async () => {
    const account = await world.account(owner, 'master', undefined, 'Wörter & Söhne 株式会社 '.repeat(4).trim());
    const odd = [
      'Maximiliane-Charlotte Hubertine von und zu Schwarzenberg-Hohenlohe-Waldenburg-Schillingsfürst',
      'محمد عبد الرحمن الأنصاري',
      'רות אברהמי',
      '👩🏽‍🚀 Ada 🚀',
      '남궁하늘별님구름햇살바다',
      'Lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll',
    ];
    for (const name of odd) await world.member(account, owner, name, { permissions: ['reports:read'] });
    for (const viewport of [undefined, phone]) {
      const page = await openAs(world, owner, users(account), viewport && { viewport });
      for (const name of odd) await sees(page.getByRole('table'), name);
      await expectClean(page);
      for (const name of odd) {
        await rowOf(page, name)
          .getByRole('button', { name: /Actions/ })
          .click();
        await page.getByRole('menuitem', { name: 'Promote' }).click();
        await sees(dialog(page), name);
        await effectsOf(page);
        await expectClean(page);
        await page.keyboard.press('Escape');
        await gone(dialog(page));
      }
      await rowOf(page, odd[0]!).getByRole('link').first().click();
      await page.getByRole('heading', { level: 1 }).filter({ hasText: odd[0] }).waitFor();
      await expectClean(page);
    }
  });

  test('thousands: leafed through there and back, all that match selected, and acted on with what is done told', async () => {
    const big = await World.start({ demo: ['--members', '1200'] });
    try {
      const elif = { email: 'elif@orbital.example' } as Person;
      const page = await openAs(big, elif, '/accounts', {}, 'a quiet harbour at dawn');
      const session = await (await page.context().request.get('/v1/session')).json();
      let account = '';
      for (const one of session.accounts) {
        const { counts } = await (await page.context().request.get(`/v1/accounts/${one.id}/members?limit=1`)).json();
        if (counts?.active > 1000) account = one.id;
      }
      await page.goto(users(account));
      await sees(page, /^1 to 50 of 1,/);
      await expect.poll(async () => (await names(page)).length).toBe(50);
      const first = await names(page);
      await button(page, 'Next').click();
      await sees(page, /^51 to 100 of/);
      await expect.poll(async () => (await names(page))[0]).not.toBe(first[0]);
      await button(page, 'Previous').click();
      await expect.poll(() => names(page)).toEqual(first);
      await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
      await button(page, /Select all 1,.* that match/).click();
      await button(page.getByRole('group', { name: 'What is selected' }), 'Deactivate').click();
      await dialog(page).locator('button[type=submit]:not([disabled])').click();
      await page
        .getByText(/are deactivated|It was done with 1,/)
        .first()
        .waitFor({ timeout: 100_000 });
      const { counts } = await (await page.context().request.get(`/v1/accounts/${account}/members?limit=1`)).json();
      expect(counts.deactivated).toBeGreaterThan(1000);
      await seesNot(page, page.getByRole('alert'));
      await expectClean(page);
    } finally {
      await big.stop();
    }
  });
});
