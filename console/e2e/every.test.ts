/** What holds under every policy: consequences shown before (A8), and pages that outlive what they were opened with. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClean, openAs } from './support/browser';
import { button, dialog, effectsOf, rowOf, sees } from './support/steps';
import { password, type Person, World } from './support/world';

describe('every policy', () => {
  let world: World;
  let owner: Person;
  let account: string;
  beforeAll(async () => {
    world = await World.start();
    owner = await world.person('Elif Yilmaz');
  });
  beforeEach(async () => {
    account = await world.account(owner, 'portal', undefined, 'Orbital Messaging');
  });
  afterAll(() => world.stop());

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

  test('somebody else changed the same member: both versions are shown, and one is chosen', async () => {
    const priya = await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const page = await openAs(world, owner, profile(priya));
    await page
      .getByRole('checkbox', { name: /Messag/ })
      .first()
      .check();
    await world.done('PATCH', `/v1/accounts/${account}/members/${priya.id}`, owner.token, { permissions: ['products:read'] });
    await button(page, 'Save').click();
    await page.getByRole('button', { name: /Keep mine/ }).waitFor();
    await page.getByRole('button', { name: /Take theirs/ }).click();
    expect(await world.may(account, priya, 'messages:send')).toBe(false);
    expect(await world.may(account, priya, 'products:read')).toBe(true);
    await expectClean(page);
  });

  test('the session ended elsewhere: one signs in again on the spot, and nothing typed is lost', async () => {
    const page = await openAs(world, owner, `/a/${account}/users`);
    await button(page, 'Invite users').click();
    const field = dialog(page).getByLabel('Email addresses');
    await field.fill('ana@harbour.test');
    await field.press('Enter');
    await page.context().request.delete('/v1/session', { headers: { Origin: world.server.url } });
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const again = page.getByRole('dialog').filter({ hasText: /signed out/i });
    await again.getByLabel(/Password/).fill(password);
    await again.getByRole('button', { name: /Sign in/ }).click();
    await again.waitFor({ state: 'detached' });
    await sees(dialog(page), 'ana@harbour.test');
  });

  test('offline is said, and the page goes on when the line is back', async () => {
    const page = await openAs(world, owner, `/a/${account}/users`);
    await rowOf(page, 'Elif Yilmaz').waitFor();
    await page.context().setOffline(true);
    await sees(page, /offline/i);
    await page.context().setOffline(false);
    await page.getByText(/You are offline/i).waitFor({ state: 'detached' });
  });

  test('a permission lost while the page is open: the act is refused in words, and what is left is shown', async () => {
    const jonas = await world.member(account, owner, 'Jonas Lindqvist', { role: 'admin' });
    await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const page = await openAs(world, jonas, `/a/${account}/users`);
    await button(page, 'Invite users').waitFor();
    await world.done('PATCH', `/v1/accounts/${account}/members/${jonas.id}`, owner.token, {
      role: 'user',
      permissions: ['reports:read'],
    });
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await button(page, 'Invite users')
      .click()
      .catch(() => undefined);
    await page.reload();
    await expect.poll(() => button(page, 'Invite users').count()).toBe(0);
  });
});
