/** What holds under every policy, as far as a person sees it. */
import { describe, expect, test } from 'vitest';
import { eachInAnAccount } from './support/account';
import { expectClean, openAs, openPage } from './support/browser';
import { until } from './support/server';
import { button, dialog, effectsOf, rowOf, sees, seesNot, setPermission } from './support/steps';
import { password, type Person, type World } from './support/world';

describe('every policy', () => {
  let world: World;
  let owner: Person;
  let account: string;
  eachInAnAccount({ policy: 'portal', name: 'Orbital Messaging', owner: 'Elif Yilmaz' }, (...begun) => {
    [world, owner, account] = begun;
  });

  const profile = (who: Person) => `/a/${account}/users/${who.id}`;

  test('A8 what was shown and what is done are the same: when the world has changed, the new consequences are shown', async () => {
    const jonas = await world.member(account, owner, 'Jonas Lindqvist', { role: 'admin' });
    const page = await openAs(world, owner, profile(jonas));
    await button(page, 'Remove user').click();
    const before = await effectsOf(page);
    // Meanwhile: an invitation that only he can answer for.
    await world.invite(account, jonas, world.address('of-jonas'), { role: 'admin' });
    await button(dialog(page), 'Remove user').click();
    await sees(dialog(page), /Something has changed/);
    expect(await world.may(account, jonas, 'members:read'), 'nothing was done yet').toBe(true);
    await expect.poll(() => effectsOf(page)).not.toEqual(before);
    await button(dialog(page), 'Remove user').click();
    await page.waitForURL(/\/users$/);
    expect(await world.may(account, jonas, 'members:read')).toBe(false);
    await expectClean(page);
  });

  test('A8 every destructive act asks first and lists what it does', async () => {
    const jonas = await world.member(account, owner, 'Jonas Lindqvist', { role: 'admin' });
    const page = await openAs(world, owner, profile(jonas));
    for (const act of ['Deactivate', 'Remove user', 'Make Owner']) {
      await button(page, act).click();
      expect((await effectsOf(page)).length).toBeGreaterThan(0);
      await button(dialog(page), 'Cancel').click();
      await dialog(page).waitFor({ state: 'detached' });
    }
    expect(await world.may(account, jonas, 'members:read')).toBe(true);
    await expectClean(page);
  });

  test('A4 each change is in the log: who, what, on whom, before and after, when, from where', async () => {
    const jonas = await world.member(account, owner, 'Jonas Lindqvist', { role: 'admin' });
    const page = await openAs(world, owner, profile(jonas));
    await page.getByRole('radio', { name: /^User/ }).check();
    await button(page, 'Save').click();
    await effectsOf(page);
    await button(dialog(page), 'Save').click();
    await expect.poll(() => world.may(account, jonas, 'members:read')).toBe(false);
    await page.getByRole('navigation').getByRole('link', { name: 'Audit log' }).click();
    const row = rowOf(page, 'Jonas Lindqvist').first();
    for (const words of [/changed/i, 'Elif Yilmaz']) await sees(row, words);
    await row.locator('time').waitFor();
    await row.getByRole('button', { name: /^Details/ }).click();
    const changes = page.getByRole('row').filter({ hasText: 'Role' }).last();
    await sees(changes, 'Admin');
    await sees(changes, 'User');
    for (const words of ['Before', 'After', '127.0.0.1']) await sees(page.getByRole('main'), words);
    await expectClean(page);
  });

  test('A5 an invitation is accepted once, and only by who has the invited address', async () => {
    const email = world.address('invited');
    await world.invite(account, owner, email, { permissions: ['reports:read'] });
    const link = await world.mailbox.link(email, '/invitations/');
    const stranger = await world.person('Grace Hopkins');
    const theirs = await openAs(world, stranger, link);
    await sees(theirs, /another address/);
    await seesNot(theirs, button(theirs, 'Join'));

    const mine = await openPage(world);
    await mine.goto(link);
    await mine.getByLabel('Your name').fill('Noor Haddad');
    await mine.getByLabel(/^Password/).fill(password);
    await button(mine, 'Join').click();
    await mine.waitForURL(new RegExp(`/a/${account}`));
    const late = await openPage(world);
    expect((await late.goto(link))?.status()).toBe(404);
    await sees(late, 'This invitation is no longer valid');
    for (const page of [theirs, mine, late]) await expectClean(page);
  });

  test('A7 a refusal says what happened and what to do, and nothing typed is lost', async () => {
    const page = await openAs(world, owner, '/me/security');
    await page.getByLabel('Current password').fill('not this one');
    await page.getByLabel('New password').fill('nine slow rivers');
    await button(page, /Change (the )?password/i).click();
    const told = page.getByLabel('Current password');
    await expect.poll(() => told.getAttribute('aria-invalid')).toBe('true');
    const words = await page.locator(`[id="${(await told.getAttribute('aria-describedby'))!.split(' ').pop()}"]`).innerText();
    expect(words.length).toBeGreaterThan(10);
    expect(await page.getByLabel('New password').inputValue()).toBe('nine slow rivers');

    await page.goto(`/a/${account}/users`);
    await button(page, 'Invite users').click();
    const field = dialog(page).getByLabel('Email addresses');
    await field.fill('ana@harbour.test');
    await field.press('Enter');
    await page.route('**/invitations', (route) => route.abort());
    await setPermission(page, /Reports/);
    await button(dialog(page), 'Send Invites').click();
    await dialog(page).getByRole('alert').waitFor();
    await page.unroute('**/invitations');
    await sees(dialog(page), 'ana@harbour.test');
    await button(dialog(page), 'Send Invites').click();
    await sees(page, 'The invitation to ana@harbour.test is on its way.');
    await until('letter', () => world.mailbox.to('ana@harbour.test')[0]);
    expect(world.mailbox.to('ana@harbour.test')).toHaveLength(1);
  });

  test('a transfer long after the sign-in asks for the password, and a wrong one is told', async () => {
    const jonas = await world.member(account, owner, 'Jonas Lindqvist', { role: 'admin' });
    const page = await openAs(world, owner, profile(jonas));
    world.server.advance(10 * 60_000);
    await page.reload();
    await button(page, 'Make Owner').click();
    const field = dialog(page).getByLabel('Your password');
    await field.fill('not that one');
    await dialog(page)
      .getByRole('button', { name: /Continue|Make Owner/ })
      .click();
    await dialog(page).getByRole('alert').waitFor();
    await field.fill(password);
    await dialog(page)
      .getByRole('button', { name: /Continue|Make Owner/ })
      .click();
    await effectsOf(page);
    await dialog(page).getByRole('checkbox').check();
    await button(dialog(page), 'Make Owner').click();
    await page.waitForURL(/\/sign-in/);
    await expectClean(page);
    owner.token = (await world.done('POST', '/v1/session', '', { email: owner.email, password })).token;
  });

  test('no text becomes markup, not even by a mistake of ours: the browser refuses it', async () => {
    const page = await openAs(world, owner, '/');
    await sees(page, 'Orbital Messaging');
    const told = await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<img src="x" onerror="document.title = 1">';
        return 'taken';
      } catch (fault) {
        return String(fault);
      }
    });
    expect(told).toBe('TypeError: Text is not markup');
    await expectClean(page);
  });
});
