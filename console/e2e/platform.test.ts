/** `platform`: the owner and users with all or chosen permissions; User Management behind the profile icon. */
import { describe, expect, test } from 'vitest';
import { eachInAnAccount } from './support/account';
import { expectClean, openAs, openPage } from './support/browser';
import { button, dialog, effectsOf, gone, rowOf, sees, seesNot } from './support/steps';
import { password, type Person, type World } from './support/world';

describe('platform', () => {
  let world: World;
  let owner: Person;
  let account: string;
  eachInAnAccount({ policy: 'platform', name: 'Northwind Cloud', owner: 'Amara Okafor' }, (...begun) => {
    [world, owner, account] = begun;
  });

  const open = (who: Person) => openAs(world, who, `/a/${account}/users`);

  test('P1 the profile icon leads to User Management', async () => {
    const page = await openAs(world, owner, `/a/${account}/plan`);
    await page
      .getByRole('banner')
      .getByRole('button', { name: /Amara Okafor/ })
      .click();
    await page.getByRole('menuitem', { name: 'User Management' }).click();
    await page.getByRole('heading', { level: 1, name: 'User Management' }).waitFor();
    await expectClean(page);
  });

  test('P2 the list shows address, last login, role and the two actions', async () => {
    const wei = await world.member(account, owner, 'Wei Chen', { role: 'chosen', permissions: ['payments:read'] });
    const page = await open(owner);
    for (const name of ['Email Address', 'Last Login Time', 'Account Role'])
      await page.getByRole('columnheader', { name }).waitFor();
    const row = rowOf(page, wei.email);
    await row.locator('time').first().waitFor();
    await sees(row, 'Chosen permissions');
    await row.getByText('Manage Permissions').waitFor();
    await button(row, 'Remove Access').waitFor();
    await sees(rowOf(page, owner.email), 'Owner');
    await expectClean(page);
  });

  test('P3 permissions are assigned and taken away on a page of their own; the owner’s cannot be changed', async () => {
    const wei = await world.member(account, owner, 'Wei Chen', { role: 'chosen', permissions: ['payments:read'] });
    const page = await open(owner);
    await rowOf(page, wei.email).getByText('Manage Permissions').click();
    await page.getByRole('heading', { level: 1, name: /Wei Chen/ }).waitFor();
    await page
      .getByRole('checkbox', { name: /Update account information|account details|Change account/i })
      .first()
      .check();
    await button(page, 'Save').click();
    await expect.poll(() => world.may(account, wei, 'account:update')).toBe(true);
    expect(await world.may(account, wei, 'payments:read')).toBe(true);
    await gone(button(page, 'Save'));
    await page.getByRole('checkbox', { name: 'See payments' }).uncheck();
    await button(page, 'Save').click();
    expect((await effectsOf(page)).join(' ')).toContain('See payments');
    await button(dialog(page), 'Save').click();
    await expect.poll(() => world.may(account, wei, 'payments:read')).toBe(false);
    await page.goto(`/a/${account}/users/${owner.id}`);
    await page.getByRole('heading', { level: 1, name: /Amara Okafor/ }).waitFor();
    await seesNot(page, button(page, 'Save'));
    await expectClean(page);
  });

  test('P4 Remove Access revokes access and every permission', async () => {
    const wei = await world.member(account, owner, 'Wei Chen', { role: 'chosen', permissions: ['payments:read'] });
    const page = await open(owner);
    await button(rowOf(page, wei.email), 'Remove Access').click();
    expect((await effectsOf(page)).join(' ')).toContain('Wei Chen');
    await button(dialog(page), 'Remove Access').click();
    await gone(rowOf(page, wei.email));
    expect(await world.may(account, wei, 'payments:read')).toBe(false);
    const his = await openAs(world, wei, `/a/${account}/plan`);
    await sees(his, 'This page does not exist');
    await expectClean(page);
  });

  test('P5 P6 Invite New User stands at the bottom: address, all or chosen permissions, Send Invite', async () => {
    const page = await open(owner);
    const section = page.getByRole('region', { name: 'Invite New User' });
    const list = await page.getByRole('table').boundingBox();
    expect((await section.boundingBox())!.y).toBeGreaterThan(list!.y);
    await section.getByLabel('Email address').fill('not an address');
    await section.getByRole('radio', { name: 'Choose Permissions' }).check();
    await button(section, 'Send Invite').click();
    await sees(section, /not an email address|no e-?mail address/i);
    const email = world.address('guest');
    await section.getByLabel('Email address').fill(email);
    await section
      .getByRole('checkbox', { name: /report/i })
      .first()
      .check();
    await button(section, 'Send Invite').click();
    await sees(page, `The invitation to ${email} is on its way.`);
    const guest = await openPage(world);
    await guest.goto(await world.mailbox.link(email, '/invitations/'));
    await sees(guest, 'Northwind Cloud');
    const other = world.address('other');
    await section.getByLabel('Email address').fill(other);
    await section.getByRole('radio', { name: 'All Permissions' }).check();
    await button(section, 'Send Invite').click();
    await sees(rowOf(page, other), 'All permissions');
    await expectClean(page);
  });

  test('P7 who has a user already confirms with one click; the switcher shows every account', async () => {
    const guest = await world.person('Grace Hopkins');
    const own = await world.account(guest, 'master', undefined, 'Hopkins Works');
    await world.invite(account, owner, guest.email, { role: 'chosen', permissions: ['reports:read'] });
    const page = await openAs(world, guest, await world.mailbox.link(guest.email, '/invitations/'));
    await sees(page, 'Northwind Cloud');
    expect(await world.may(account, guest, 'reports:read'), 'a visit alone changes nothing').toBe(false);
    await page.getByRole('button', { name: /Join|Accept/ }).click();
    await page.waitForURL(new RegExp(`/a/${account}`));
    expect(await world.may(account, guest, 'reports:read')).toBe(true);
    expect(await world.may(own, guest, 'account:delete')).toBe(true);
    await page
      .getByRole('button', { name: /Northwind Cloud/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: /Northwind Cloud/ }).waitFor();
    await page.getByRole('menuitem', { name: /Hopkins Works/ }).click();
    await page.waitForURL(new RegExp(`/a/${own}`));
    await rowOf(page, 'Grace Hopkins').waitFor();
    await expectClean(page);
  });

  test('P8 who has none registers by the link and is in, without a further step', async () => {
    const email = world.address('newcomer');
    await world.invite(account, owner, email, { role: 'chosen', permissions: ['reports:read'] });
    const page = await openPage(world);
    await page.goto(await world.mailbox.link(email, '/invitations/'));
    await page.getByLabel(/name/i).first().fill('Noor Haddad');
    await page.getByLabel(/^Password/).fill(password);
    await page.getByRole('button', { name: /Join|Accept|Register/ }).click();
    await page.waitForURL(new RegExp(`/a/${account}`));
    await expectClean(page);
    const list = await open(owner);
    await sees(rowOf(list, email), 'Noor Haddad');
  });

  test('P9 My Details, Contacts, Change Password and Login Logs are there', async () => {
    const person = await world.person('Kwame Mensah');
    await world.done('POST', '/v1/session', '', { email: person.email, password });
    await world.call('POST', '/v1/session', '', { email: person.email, password: 'not this one' });
    account = await world.account(person, 'platform', undefined, 'Northwind Cloud');
    const page = await open(person);
    const fromMenu = async (entry: string) => {
      await page.getByRole('banner').getByRole('button', { name: /Kwame/ }).click();
      await page.getByRole('menuitem', { name: entry }).click();
    };
    await fromMenu('My details');
    await page.getByRole('heading', { level: 1, name: 'My details' }).waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Kwame O. Mensah');
    await button(page, 'Save').click();
    await page
      .getByRole('banner')
      .getByRole('button', { name: /Kwame O. Mensah/ })
      .waitFor();

    await fromMenu('Password and sessions');
    await page.getByLabel('Current password').fill(password);
    await page.getByLabel('New password').fill('nine slow rivers');
    await button(page, /Change (the )?password/i).click();
    await sees(page, /password (is|has been) changed/i);
    expect((await world.call('POST', '/v1/session', '', { email: person.email, password })).status).toBe(401);

    await page.goto(`/a/${account}/sign-ins`);
    for (const name of ['Time', 'Result', 'IP address', 'Device']) await page.getByRole('columnheader', { name }).waitFor();
    const refused = page.getByRole('row').filter({ hasText: 'Refused' }).first();
    await refused.locator('time').waitFor();
    await sees(refused, '127.0.0.1');

    await page.goto(`/a/${account}/contacts`);
    await page
      .getByRole('button', { name: /contact/i })
      .first()
      .click();
    await dialog(page).getByLabel(/Name/).fill('Ledger Desk');
    await dialog(page).getByLabel(/Email/).fill('ledger@team.test');
    await dialog(page)
      .getByRole('checkbox', { name: /Billing/ })
      .check();
    await dialog(page).getByRole('button').last().click();
    await sees(rowOf(page, 'ledger@team.test'), 'Billing');
    await expectClean(page);
  });

  test('P10 A6 nobody is offered to give what they do not hold: by an invitation, an edit or a role', async () => {
    const wei = await world.member(account, owner, 'Wei Chen', { role: 'chosen', permissions: ['products:read'] });
    const helper = await world.member(account, owner, 'Tomas Dvorak', {
      role: 'chosen',
      permissions: ['members:read', 'members:invite', 'members:manage', 'reports:read'],
    });
    const page = await open(helper);
    const section = page.getByRole('region', { name: 'Invite New User' });
    await section.getByLabel('Email address').fill(world.address('guest'));
    await section.getByRole('radio', { name: 'Choose Permissions' }).check();
    expect(
      await section
        .getByRole('checkbox', { name: /report/i })
        .first()
        .isEnabled(),
    ).toBe(true);
    expect(
      await section
        .getByRole('checkbox', { name: /payment/i })
        .first()
        .isEnabled(),
    ).toBe(false);
    expect(await section.getByRole('radio', { name: 'All Permissions' }).isEnabled()).toBe(false);

    await page.goto(`/a/${account}/users/${wei.id}`);
    const box = (name: RegExp) => page.getByRole('main').getByRole('checkbox', { name }).first();
    await box(/report/i).waitFor();
    expect(await box(/report/i).isEnabled()).toBe(true);
    expect(await box(/payment/i).isEnabled()).toBe(false);
    await page.goto(`/a/${account}/roles/new`);
    await sees(page, /may not|does not exist/);
    await expectClean(page);
  });
});
