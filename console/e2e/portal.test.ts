/** `portal`: administrators, users with chosen modules and sub-accounts; three lists. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClean, openAs, openPage } from './support/browser';
import { button, dialog, effectsOf, gone, rowOf, sees, seesNot, setPermission } from './support/steps';
import { tokenOf } from './support/mailbox';
import { password, type Person, World } from './support/world';

const day = 24 * 3600 * 1000;

describe('portal', () => {
  let world: World;
  let owner: Person;
  let account: string;
  beforeAll(async () => {
    world = await World.start({ settings: '[registration]\npolicies = ["portal"]' });
    owner = await world.person('Elif Yilmaz');
  });
  beforeEach(async () => {
    account = await world.account(owner, 'portal', undefined, 'Orbital Messaging');
    owner.token = (await world.done('POST', '/v1/session', '', { email: owner.email, password })).token;
  });
  afterAll(() => world.stop());

  const open = (who: Person, tab = '') => openAs(world, who, `/a/${account}/users${tab && `?tab=${tab}`}`);
  const tab = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(name) });

  async function addresses(page: Page, text: string) {
    const field = dialog(page).getByLabel('Email addresses');
    await field.fill(text);
    await field.press('Enter');
  }

  test('C1 whoever creates an account has administrator access and is its owner', async () => {
    const founder = await world.person('Mina Sørensen');
    const page = await openAs(world, founder, '/accounts');
    await button(page, /Create/).click();
    await dialog(page).getByLabel('Account name').fill('Fjord Messaging');
    await button(dialog(page), 'Create').click();
    await page.waitForURL(/\/a\/acc_[^/]+\/users/);
    await sees(rowOf(page, 'Mina Sørensen'), 'Owner');
    await button(page, 'Invite users').waitFor();
    await seesNot(page, button(rowOf(page, 'Mina Sørensen'), 'Remove user'));
    await expectClean(page);
  });

  test('C2 C3 C5 many are invited at once, with modules and sub-accounts of their own', async () => {
    const parts: string[] = [];
    for (const name of ['Berlin', 'Lagos']) {
      const part = await world.done('POST', `/v1/accounts/${account}/sub-accounts`, owner.token, { name });
      parts.push(part.id);
    }
    const page = await openAs(world, owner, `/a/${account}/plan`);
    const navigation = page.getByRole('navigation');
    await navigation.getByRole('heading', { name: 'Configuration' }).waitFor();
    await navigation.getByRole('link', { name: 'User Management' }).click();
    await button(page, 'Invite users').click();
    const emails = [world.address('a'), world.address('b'), world.address('c')];
    await addresses(page, `${emails[0]}; "B" <${emails[1]}>\n${emails[2]}`);
    expect(await dialog(page).getByRole('radio', { name: /^User/ }).isChecked(), 'User is the default').toBe(true);
    await button(dialog(page), 'Set Permission').click();
    await page
      .getByRole('checkbox', { name: /Reports/ })
      .first()
      .check();
    await page.getByRole('radio', { name: /Only/ }).check();
    await page.getByRole('checkbox', { name: 'Berlin' }).check();
    await button(page, 'Done').click();
    await button(page, 'Send Invites').click();
    await sees(page, '3 invitations are on their way.');
    for (const email of emails) await world.mailbox.link(email, '/invitations/');
    await tab(page, 'Pending Invitations').click();
    for (const email of emails) await sees(rowOf(page, email), 'Berlin');
    const token = tokenOf(await world.mailbox.link(emails[0]!, '/invitations/'));
    const joined = await world.done('POST', '/v1/invitations/accept', '', { token, name: 'Ada', password });
    const ada = { id: joined.user.id, email: emails[0]!, name: 'Ada', token: joined.token };
    expect(await world.may(account, ada, 'reports:read', parts[0])).toBe(true);
    expect(await world.may(account, ada, 'reports:read', parts[1])).toBe(false);
    await expectClean(page);
  });

  test('C3 an Admin has every module: nothing is left to choose', async () => {
    const page = await open(owner);
    await button(page, 'Invite users').click();
    const email = world.address('admin');
    await addresses(page, email);
    await dialog(page)
      .getByRole('radio', { name: /^Admin/ })
      .check();
    await button(page, 'Send Invites').click();
    await sees(page, `The invitation to ${email} is on its way.`);
    await tab(page, 'Pending Invitations').click();
    await sees(rowOf(page, email), 'Admin');
    const token = tokenOf(await world.mailbox.link(email, '/invitations/'));
    const joined = await world.done('POST', '/v1/invitations/accept', '', { token, name: 'Ada', password });
    for (const permission of ['pricing:write', 'payments:write', 'members:invite'])
      expect(await world.may(account, { id: joined.user.id } as Person, permission), permission).toBe(true);
    await expectClean(page);
  });

  test('C4 a User is never offered Pricing, Payment and User Management: not when invited, nor later, nor by a role', async () => {
    const priya = await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const page = await open(owner);
    await button(page, 'Invite users').click();
    await addresses(page, world.address('a'));
    await button(dialog(page), 'Set Permission').click();
    await page
      .getByRole('checkbox', { name: /Reports/ })
      .first()
      .waitFor();
    const never = [/Pricing/, /Payment/, /User Management/];
    const expectNever = async (within: Locator) => {
      for (const name of never)
        for (const box of await within.getByRole('checkbox', { name }).all())
          expect(await box.isDisabled(), String(name)).toBe(true);
    };
    await expectNever(page.getByRole('dialog', { name: 'Set Permission' }));
    await page.goto(`/a/${account}/users/${priya.id}`);
    await page
      .getByRole('checkbox', { name: /Reports/ })
      .first()
      .waitFor();
    await expectNever(page.getByRole('main'));
    await page.goto(`/a/${account}/roles/new`);
    await page
      .getByRole('checkbox', { name: /Reports|report/ })
      .first()
      .waitFor();
    await expectNever(page.getByRole('main'));
    await expectClean(page);
  });

  test('C6 who is left out is told before sending, with the reason; the rest go out', async () => {
    const member = await world.member(account, owner, 'Jonas Lindqvist', { role: 'admin' });
    const waiting = world.address('waiting');
    await world.invite(account, owner, waiting, { permissions: ['reports:read'] });
    const fresh = world.address('fresh');
    const page = await open(owner);
    await button(page, 'Invite users').click();
    await addresses(page, [member.email, waiting, 'nobody@mailinator.com', 'not-an-address', fresh].join(' '));
    for (const email of [member.email, waiting, 'nobody@mailinator.com', 'not-an-address'])
      await sees(dialog(page).locator('li, p').filter({ hasText: email }), email);
    await sees(dialog(page), /throw-away/i);
    await setPermission(page, /Reports/);
    await button(page, 'Send Invites').click();
    await world.mailbox.link(fresh, '/invitations/');
    await sees(dialog(page), `The invitation to ${fresh} is on its way.`);
    await sees(dialog(page), '4 were left out:');
    await button(dialog(page), 'Done').click();
    expect(world.mailbox.to('nobody@mailinator.com')).toEqual([]);
    await tab(page, 'Pending Invitations').click();
    await rowOf(page, fresh).waitFor();
    expect(await rowOf(page, 'nobody@mailinator.com').count()).toBe(0);
    await expectClean(page);
  });

  test('C7 a pending invitation is sent again or removed', async () => {
    const email = world.address('pending');
    await world.invite(account, owner, email, { permissions: ['reports:read'] });
    const page = await open(owner, 'pending');
    await rowOf(page, email).getByRole('link').first().click();
    await button(page, 'Resend invitation').click();
    await sees(page, `The invitation has been sent to ${email} again.`);
    await button(page, 'Remove invitation').click();
    await sees(page, `The invitation to ${email} is removed.`);
    await gone(rowOf(page, email));
    await expectClean(page);
  });

  test('C8 the link is good for seven days, asks for a password, and then one is under Active users', async () => {
    const email = world.address('priya');
    await world.invite(account, owner, email, { permissions: ['reports:read'] });
    const link = await world.mailbox.link(email, '/invitations/');
    const page = await openPage(world);
    world.server.advance(7 * day - 60_000);
    await page.goto(link);
    await page.getByLabel(/name/i).first().fill('Priya Raghavan');
    await page.getByLabel(/^Password/).fill(password);
    await page.getByRole('button', { name: /Join|Accept|Register/ }).click();
    await page.waitForURL(new RegExp(`/a/${account}`));
    owner.token = (await world.done('POST', '/v1/session', '', { email: owner.email, password })).token;
    const late = world.address('late');
    await world.invite(account, owner, late, { permissions: ['reports:read'] });
    const lateLink = await world.mailbox.link(late, '/invitations/');
    world.server.advance(7 * day + 60_000);
    expect((await page.goto(lateLink))?.status()).toBe(404);
    const list = await open(owner);
    await rowOf(list, 'Priya Raghavan').waitFor();
    await expectClean(list);
  });

  test('C9 deactivated: under Deactivated users, without access; activated again with all as before', async () => {
    const priya = await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const page = await open(owner);
    await rowOf(page, 'Priya Raghavan').getByRole('link').first().click();
    await button(page, 'Deactivate').click();
    await sees(dialog(page), 'Deactivate Priya Raghavan?');
    await effectsOf(page);
    await button(dialog(page), 'Deactivate').click();
    await sees(page, 'Priya Raghavan is deactivated.');
    expect(await world.may(account, priya, 'reports:read')).toBe(false);
    const hers = await openAs(world, priya, `/a/${account}/users`);
    await sees(hers, 'Your access to Orbital Messaging is paused');
    await page.goto(`/a/${account}/users`);
    await tab(page, 'Deactivated users').click();
    await rowOf(page, 'Priya Raghavan').getByRole('link').first().click();
    await button(page, 'Reactivate').click();
    await sees(page, 'Priya Raghavan has access again.');
    expect(await world.may(account, priya, 'reports:read')).toBe(true);
    await expectClean(page);
  });

  test('C10 removed: gone altogether; invited again, nothing comes back', async () => {
    const priya = await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const page = await open(owner);
    await rowOf(page, 'Priya Raghavan').getByRole('link').first().click();
    await button(page, 'Remove user').click();
    expect((await effectsOf(page)).join(' ')).toContain('Priya Raghavan');
    await button(dialog(page), 'Remove user').click();
    await page.waitForURL(new RegExp(`/a/${account}/users`));
    for (const name of ['Active users', 'Deactivated users', 'Pending Invitations']) {
      await tab(page, name).click();
      await seesNot(page, rowOf(page, 'Priya Raghavan'));
    }
    await button(page, 'Invite again').click();
    await sees(dialog(page).getByRole('list', { name: 'Email addresses' }), priya.email);
    await setPermission(page, /Products/);
    await button(page, 'Send Invites').click();
    await sees(page, `The invitation to ${priya.email} is on its way.`);
    const hers = await openAs(world, priya, await world.mailbox.link(priya.email, '/invitations/', 2));
    await button(hers, 'Join').click();
    await hers.waitForURL(new RegExp(`/a/${account}`));
    expect(await world.may(account, priya, 'products:read')).toBe(true);
    expect(await world.may(account, priya, 'reports:read')).toBe(false);
    await expectClean(page);
  });

  test(
    'C2 a list longer than one call takes goes out in several, and how far it has come is told',
    { timeout: 120_000 },
    async () => {
      const page = await open(owner);
      const calls: number[] = [];
      const progress = page.getByRole('progressbar', { name: 'Sending' });
      // The second call leaves when it was seen how far the first had come: both together take a tenth of a second.
      await page.route(/\/invitations$/, async (route) => {
        const request = route.request();
        if (request.method() === 'POST') {
          calls.push((JSON.parse(request.postData() ?? '{}') as { invitees: unknown[] }).invitees.length);
          if (calls.length === 2) await progress.waitFor();
        }
        await route.continue();
      });
      await button(page, 'Invite users').click();
      const file = ['Name,E-mail', ...Array.from({ length: 1200 }, (_, index) => `"Person, ${index}",list${index}@team.test`)];
      await dialog(page)
        .locator('input[type=file]')
        .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(file.join('\r\n')) });
      await sees(dialog(page), '1,200 people will be invited.');
      await setPermission(page, /Reports/);
      await button(page, 'Send Invites').click();
      await sees(page, '1,200 invitations are on their way.');
      expect(calls).toEqual([1000, 200]);
      await expectClean(page);
    },
  );
});
