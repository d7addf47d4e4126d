/** `creator`: one owner, and administrators who do everything but choose the people. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClean, openAs, openPage } from './support/browser';
import { button, dialog, effectsOf, gone, rowOf, sees, seesNot } from './support/steps';
import { password, type Person, World } from './support/world';

const day = 24 * 3600 * 1000;

describe('creator', () => {
  let world: World;
  let owner: Person;
  let account: string;
  beforeAll(async () => {
    world = await World.start();
    owner = await world.person('Ines Lacombe');
  });
  beforeEach(async () => {
    account = await world.account(owner, 'creator', undefined, 'Atelier Zaiko');
    // A transfer signs the former owner out.
    owner.token = (await world.done('POST', '/v1/session', '', { email: owner.email, password })).token;
  });
  afterAll(() => world.stop());

  const open = (who: Person) => openAs(world, who, `/a/${account}/users`);

  test('Z1 Z2 only the owner is offered to add, remove and make an owner', async () => {
    const kofi = await world.member(account, owner, 'Kofi Mensah');
    await world.member(account, owner, 'Lucia Fernandez');
    const mine = await open(owner);
    await button(mine, 'Add New Administrator').waitFor();
    for (const act of ['Remove', 'Make Owner']) await button(rowOf(mine, 'Kofi Mensah'), act).waitFor();
    const his = await open(kofi);
    await sees(his, 'Only the owner can add or remove administrators.');
    for (const act of ['Add New Administrator', 'Remove', 'Make Owner']) await seesNot(his, button(his, act));
    await his.goto(`/a/${account}/roles`);
    await his.getByRole('link', { name: 'New role' }).waitFor();
    await his.goto(`/a/${account}/contacts`);
    await button(his.getByRole('main'), /contact/i).waitFor();
    await expectClean(his);
  });

  test('Z3 Settings → Administrators; the button on the right opens a modal that refuses a malformed address in place', async () => {
    const page = await openAs(world, owner, `/a/${account}/plan`);
    const navigation = page.getByRole('navigation');
    await navigation.getByRole('heading', { name: 'Settings' }).waitFor();
    await navigation.getByRole('link', { name: 'Administrators' }).click();
    const heading = (await page.getByRole('heading', { level: 1, name: 'Administrators' }).boundingBox())!;
    const add = button(page, 'Add New Administrator').first();
    expect((await add.boundingBox())!.x).toBeGreaterThan(heading.x + heading.width);
    await add.click();
    await dialog(page).getByLabel('Email address').fill('lucia@nowhere');
    await button(dialog(page), 'Confirm').click();
    await dialog(page)
      .getByText(/lucia@nowhere/)
      .first()
      .waitFor();
    expect(world.mailbox.to('lucia@nowhere')).toEqual([]);
    const email = world.address('lucia');
    await dialog(page).getByLabel('Email address').fill(email);
    await button(dialog(page), 'Confirm').click();
    await sees(page, `The invitation to ${email} is on its way.`);
    await expectClean(page);
  });

  test('Z4 the link of the letter: sign in, then in the account and on the list, without a further click', async () => {
    const kofi = await world.person('Kofi Mensah');
    await world.invite(account, owner, kofi.email);
    const page = await openPage(world);
    await page.goto(await world.mailbox.link(kofi.email, '/invitations/'));
    await page.getByLabel(/^Password/).fill(password);
    await page.getByRole('button', { name: /Sign in/ }).click();
    await page.waitForURL(new RegExp(`/a/${account}`));
    await sees(rowOf(page, kofi.email), 'Administrator');
    await expectClean(page);
  });

  test('Z5 an invitation that has expired or was cancelled is a page with status 404, the same for both', async () => {
    const expired = world.address('late');
    await world.invite(account, owner, expired);
    const late = await world.mailbox.link(expired, '/invitations/');
    const other = world.address('other');
    const id = await world.invite(account, owner, other);
    const cancelled = await world.mailbox.link(other, '/invitations/');
    await world.done('DELETE', `/v1/accounts/${account}/invitations/${id}`, owner.token);
    const page = await openPage(world);
    expect((await page.goto(late))?.status()).toBe(200);
    world.server.advance(30 * day + 1000);
    owner.token = (await world.done('POST', '/v1/session', '', { email: owner.email, password })).token;
    const said: string[] = [];
    for (const link of [late, cancelled]) {
      expect((await page.goto(link))?.status()).toBe(404);
      await page.getByRole('heading', { level: 1 }).waitFor();
      said.push(await page.getByRole('main').innerText());
    }
    expect(said[0]).toBe(said[1]);
    await expectClean(page);
  });

  test('Z6 Remove beside the name, a confirmation, and the name is gone', async () => {
    await world.member(account, owner, 'Kofi Mensah');
    const page = await open(owner);
    await button(rowOf(page, 'Kofi Mensah'), 'Remove').click();
    await sees(dialog(page), 'Remove Kofi Mensah from the administrators of Atelier Zaiko?');
    await effectsOf(page);
    await button(dialog(page), 'Confirm').click();
    await gone(rowOf(page, 'Kofi Mensah'));
    await expectClean(page);
  });

  test('Z7 Z8 Make Owner: the new one may at once add, the former may not, and only the new one can give it back', async () => {
    const kofi = await world.member(account, owner, 'Kofi Mensah');
    const page = await open(owner);
    await button(rowOf(page, 'Kofi Mensah'), 'Make Owner').click();
    await sees(dialog(page), 'Make Kofi Mensah the owner of Atelier Zaiko?');
    await sees(dialog(page), 'This action is irreversible.');
    await effectsOf(page);
    await dialog(page).getByRole('checkbox').check();
    await button(dialog(page), 'Confirm').click();
    await page.waitForURL(/\/sign-in/);
    const his = await open(kofi);
    for (const act of ['Remove', 'Make Owner']) await button(rowOf(his, 'Ines Lacombe'), act).waitFor();
    await button(his, 'Add New Administrator').click();
    const email = world.address('added');
    await dialog(his).getByLabel('Email address').fill(email);
    await button(dialog(his), 'Confirm').click();
    await rowOf(his, email).waitFor();
    const former = await open(owner);
    await sees(rowOf(former, 'Ines Lacombe'), 'Administrator');
    await seesNot(former, button(former, 'Add New Administrator'));
    for (const act of ['Make Owner', 'Remove']) await seesNot(former, button(former, act));
    await expectClean(former);
  });
});
