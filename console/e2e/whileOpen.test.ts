/** Pages that are open while something happens elsewhere. */
import { describe, expect, test } from 'vitest';
import { eachInAnAccount } from './support/account';
import { expectClean, giveSession, openAs, watch } from './support/browser';
import { button, dialog, effectsOf, gone, rowOf, sees, seesNot } from './support/steps';
import { password, type Person, type World } from './support/world';

describe('a page that is open', () => {
  let world: World;
  let owner: Person;
  let account: string;
  eachInAnAccount({ policy: 'portal', name: 'Orbital Messaging', owner: 'Elif Yilmaz' }, (...begun) => {
    [world, owner, account] = begun;
  });

  const profile = (who: Person) => `/a/${account}/users/${who.id}`;

  test('somebody else changed the same member: both versions are shown, and one is chosen', async () => {
    const priya = await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const page = await openAs(world, owner, profile(priya));
    await page
      .getByRole('checkbox', { name: /Messag/ })
      .first()
      .check();
    await world.done('PATCH', `/v1/accounts/${account}/members/${priya.id}`, owner.token, { permissions: ['products:read'] });
    await button(page, 'Save').click();
    const versions = dialog(page).getByRole('table');
    for (const words of ['Yours', 'Theirs, saved', /messag/i, /product/i]) await sees(versions, words);
    await button(dialog(page), 'Take theirs').click();
    await gone(dialog(page));
    expect(await world.may(account, priya, 'messages:send')).toBe(false);
    expect(await world.may(account, priya, 'products:read')).toBe(true);

    await page
      .getByRole('checkbox', { name: /Messag/ })
      .first()
      .check();
    await world.done('PATCH', `/v1/accounts/${account}/members/${priya.id}`, owner.token, { permissions: ['reports:read'] });
    await button(page, 'Save').click();
    await button(dialog(page), 'Keep mine').click();
    await effectsOf(page);
    await button(dialog(page), 'Save').click();
    await expect.poll(() => world.may(account, priya, 'messages:send')).toBe(true);
    expect(await world.may(account, priya, 'products:read')).toBe(true);
    expect(await world.may(account, priya, 'reports:read')).toBe(false);
    await expectClean(page);
  });

  test('the session ended in another tab: one signs in again on the spot, and nothing typed is lost', async () => {
    const page = await openAs(world, owner, `/a/${account}/users`);
    await button(page, 'Invite users').click();
    const field = dialog(page).getByLabel('Email addresses');
    await field.fill('ana@harbour.test');
    await field.press('Enter');
    const other = watch(await page.context().newPage());
    await other.goto(`/a/${account}/users`);
    await other.getByRole('banner').getByRole('button', { name: /Elif/ }).click();
    await other.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.waitForURL(/\/sign-in/);
    const again = page.getByRole('dialog').filter({ hasText: /signed out/i });
    await again.getByLabel(/Password/).fill('not this one');
    await again.getByRole('button', { name: /Sign in/ }).click();
    await again.getByRole('alert').waitFor();
    await again.getByLabel(/Password/).fill(password);
    await again.getByRole('button', { name: /Sign in/ }).click();
    await again.waitFor({ state: 'detached' });
    await sees(dialog(page), 'ana@harbour.test');
    await expectClean(page);
  });

  test('somebody else signs in in another tab: nothing of the first person stays in sight', async () => {
    const grace = await world.person('Grace Hopkins');
    const page = await openAs(world, owner, `/a/${account}/users`);
    await rowOf(page, 'Elif Yilmaz').waitFor();
    await giveSession(page.context(), world, grace.email);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForURL(/\/accounts/);
    await page
      .getByRole('banner')
      .getByRole('button', { name: /Grace Hopkins/ })
      .waitFor();
    await seesNot(page, page.getByText('Orbital Messaging'));
    await expectClean(page);
  });

  test('offline is said, what is done meanwhile is refused in words, and the page goes on when the line is back', async () => {
    await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const page = await openAs(world, owner, `/a/${account}/users`);
    await rowOf(page, 'Elif Yilmaz').waitFor();
    await button(page, 'Invite users').click();
    await dialog(page).getByLabel('Email addresses').fill('ana@harbour.test ');
    await dialog(page)
      .getByRole('radio', { name: /^Admin/ })
      .check();
    await sees(dialog(page), '1 person will be invited.');
    await page.context().setOffline(true);
    await sees(page, /You are offline/);
    await button(dialog(page), 'Send Invites').click();
    await dialog(page).getByRole('alert').waitFor();
    await page.context().setOffline(false);
    await page.getByText(/You are offline/i).waitFor({ state: 'detached' });
    await button(dialog(page), 'Send Invites').click();
    await sees(page, 'The invitation to ana@harbour.test is on its way.');
  });

  test('a permission lost while the page is open: the act is refused in words, and what is left is shown', async () => {
    const jonas = await world.member(account, owner, 'Jonas Lindqvist', { role: 'admin' });
    const priya = await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const page = await openAs(world, jonas, profile(priya));
    await button(page, 'Deactivate').waitFor();
    await world.done('PATCH', `/v1/accounts/${account}/members/${jonas.id}`, owner.token, {
      role: 'user',
      permissions: ['reports:read'],
    });
    await button(page, 'Deactivate').click();
    await page
      .getByText(/may not|not allowed|permission|does not exist/i)
      .first()
      .waitFor();
    await expect.poll(() => button(page.getByRole('main'), 'Deactivate').count()).toBe(0);
    expect(await world.may(account, priya, 'reports:read')).toBe(true);
    await page.goto(`/a/${account}/users`);
    await sees(page, 'This page does not exist');
    await expectClean(page);
  });

  test('two tabs: what is changed in one is seen in the other when one comes back to it', async () => {
    const priya = await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const list = await openAs(world, owner, `/a/${account}/users`);
    await rowOf(list, 'Priya Raghavan').waitFor();
    const other = watch(await list.context().newPage());
    await other.goto(profile(priya));
    await button(other, 'Remove user').click();
    await effectsOf(other);
    await button(other.getByRole('dialog'), 'Remove user').click();
    await other.waitForURL(/\/users$/);
    await rowOf(list, 'Priya Raghavan').getByRole('link').first().click();
    await sees(list, 'This person is not in Orbital Messaging');
    await list.goBack();
    await gone(rowOf(list, 'Priya Raghavan'));
    await expectClean(list);
  });
});
