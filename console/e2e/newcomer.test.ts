/** From an empty database to an owner with three users of whom one is removed, by the pages and the letters alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectClean, openPage } from './support/browser';
import { button, dialog, effectsOf, gone, rowOf, sees, setPermission } from './support/steps';
import { password, World } from './support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ settings: '[registration]\npolicies = ["portal"]' });
});
afterAll(() => world.stop());

test('a newcomer registers, opens an account, invites three, sees them join and removes one', { timeout: 120_000 }, async () => {
  const page = await openPage(world);
  await page.goto('/');
  await page.waitForURL(/\/sign-in/);
  await page.getByRole('link', { name: /Register|Create/ }).click();
  await page.getByLabel(/Email/).fill('mina@harbour.test');
  await page.getByRole('button', { name: /Register|Continue|Send/ }).click();
  await page.getByText('mina@harbour.test').waitFor();
  await page.goto(await world.mailbox.link('mina@harbour.test', '/register#'));
  await page
    .getByLabel(/Your name|Name/)
    .first()
    .fill('Mina Harbour');
  await page.getByLabel(/^Password/).fill(password);
  await page
    .getByLabel(/account/i)
    .first()
    .fill('Harbour Works');
  await page.getByRole('button', { name: /Register|Create|Continue/ }).click();
  await page.waitForURL(/\/a\/acc_/);
  await expectClean(page);

  await button(page, 'Invite users').click();
  const emails = ['ana@harbour.test', 'ben@harbour.test', 'cho@harbour.test'];
  const field = dialog(page).getByLabel('Email addresses');
  await field.fill(emails.join(', '));
  await field.press('Enter');
  await setPermission(page, /Reports/);
  await button(page, 'Send Invites').click();
  await sees(page, '3 invitations are on their way.');

  for (const email of emails) {
    const visitor = await openPage(world);
    await visitor.goto(await world.mailbox.link(email, '/invitations/'));
    await visitor.getByLabel(/name/i).first().fill(email.slice(0, 3).toUpperCase());
    await visitor.getByLabel(/^Password/).fill(password);
    await visitor.getByRole('button', { name: /Join|Accept|Register/ }).click();
    await visitor.waitForURL(/\/a\/acc_/);
    await expectClean(visitor);
    await visitor.context().close();
  }

  await page.reload();
  for (const email of emails) await rowOf(page, email).waitFor();
  await rowOf(page, 'ben@harbour.test').getByRole('link').first().click();
  await button(page, 'Remove user').click();
  expect((await effectsOf(page)).join(' ')).toContain('BEN');
  await button(dialog(page), 'Remove user').click();
  await page.waitForURL(/\/users$/);
  await rowOf(page, 'ana@harbour.test').waitFor();
  await gone(rowOf(page, 'ben@harbour.test'));
  await expectClean(page);
});
