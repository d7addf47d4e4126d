/** Forms and dialogs: sent once, left safely, and the focus where it belongs. */
import { describe, expect, test } from 'vitest';
import { eachInAnAccount } from './support/account';
import { expectClean, openAs } from './support/browser';
import { until } from './support/server';
import { button, dialog, effectsOf, gone, rowOf, sees, setPermission } from './support/steps';
import { type Person, type World } from './support/world';

describe('writing', () => {
  let world: World;
  let owner: Person;
  let account: string;
  eachInAnAccount({ policy: 'portal', name: 'Orbital Messaging', owner: 'Elif Yilmaz' }, (...begun) => {
    [world, owner, account] = begun;
  });

  const open = (path: string) => openAs(world, owner, `/a/${account}/${path}`);

  test('a button that is pressed twice sends once', async () => {
    const page = await open('users');
    await button(page, 'Invite users').click();
    const email = world.address('once');
    await dialog(page).getByLabel('Email addresses').fill(`${email} `);
    await setPermission(page, /Reports/);
    const posts: string[] = [];
    page.on(
      'request',
      (request) => request.method() === 'POST' && posts.push(new URL(request.url()).pathname + new URL(request.url()).search),
    );
    await button(dialog(page), 'Send Invites').dblclick();
    await sees(page, `The invitation to ${email} is on its way.`);
    expect(posts.filter((path) => /\/invitations$/.test(path))).toHaveLength(1);
    await until('letter', () => world.mailbox.to(email)[0]);
    expect(world.mailbox.to(email)).toHaveLength(1);

    await page.goto(`/a/${account}/contacts`);
    await button(page.getByRole('main'), /contact/i).click();
    await dialog(page).getByLabel(/Name/).fill('Ledger Desk');
    await dialog(page).getByLabel(/Email/).fill('ledger@team.test');
    await dialog(page)
      .getByRole('checkbox', { name: /Billing/ })
      .check();
    await dialog(page).locator('button[type=submit]').dblclick();
    await rowOf(page, 'ledger@team.test').waitFor();
    expect(posts.filter((path) => /\/contacts$/.test(path))).toHaveLength(1);

    await page.goto(`/a/${account}/sub-accounts`);
    await button(page.getByRole('main'), /sub-account/i).click();
    await dialog(page).getByLabel(/Name/).fill('Berlin');
    await dialog(page).locator('button[type=submit]').dblclick();
    await rowOf(page, 'Berlin').waitFor();
    expect(posts.filter((path) => /\/sub-accounts$/.test(path))).toHaveLength(1);
    await expectClean(page);
  });

  test('addresses come with any separator, with names, as links; what is none stays and is corrected', async () => {
    const page = await open('users');
    await button(page, 'Invite users').click();
    const field = dialog(page).getByRole('textbox', { name: 'Email addresses' });
    await field.focus();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData(
        'text/plain',
        'a@team.test, b@team.test; c@team.test\td@team.test\r\n"Doe, Eva" <e@team.test>\nmailto:f@team.test?subject=x\nA@team.test | g@team',
      );
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    const chips = dialog(page).getByRole('list', { name: 'Email addresses' }).getByRole('listitem');
    await expect
      .poll(() => chips.allInnerTexts())
      .toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((one) => `${one}@team.test`).concat('g@team'));
    await sees(dialog(page), '6 people will be invited.');
    await sees(dialog(page), 'g@team is not an email address.');
    await button(dialog(page), 'Correct g@team').click();
    expect(await field.inputValue()).toBe('g@team');
    await field.fill('g@team.test ');
    await sees(dialog(page), '7 people will be invited.');
    await page.keyboard.press('Escape');
    const discard = page.getByRole('dialog', { name: /Discard 7 addresses/ });
    await button(discard, 'Keep editing').click();
    await gone(discard);
    await sees(dialog(page), '7 people will be invited.');
    await expectClean(page);
  });

  test('the focus returns to what opened a dialog, also to a dialog below', async () => {
    await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const page = await open('users');
    const focused = () =>
      page.evaluate(() => document.activeElement?.textContent || document.activeElement?.getAttribute('aria-label'));
    await button(page, 'Invite users').press('Enter');
    await dialog(page).getByLabel('Email addresses').waitFor();
    await button(dialog(page), 'Set Permission').press('Enter');
    const over = page.getByRole('dialog', { name: 'Set Permission' });
    await over.getByRole('checkbox').first().waitFor();
    await page.keyboard.press('Escape');
    await gone(over);
    await expect.poll(focused).toBe('Set Permission');
    await page.keyboard.press('Escape');
    await gone(dialog(page));
    await expect.poll(focused).toBe('Invite users');

    await rowOf(page, 'Priya Raghavan').getByRole('link').first().press('Enter');
    await expect.poll(focused).toMatch(/Priya Raghavan/);
    for (const act of ['Deactivate', 'Remove user', 'Make Owner']) {
      await button(page, act).press('Enter');
      await effectsOf(page);
      await page.keyboard.press('Escape');
      await gone(dialog(page));
      await expect.poll(focused).toBe(act);
    }
    await page.goto(`/a/${account}/contacts`);
    const add = button(page.getByRole('main'), /contact/i);
    const called = await add.innerText();
    await add.press('Enter');
    await dialog(page).getByLabel(/Name/).waitFor();
    await page.keyboard.press('Escape');
    await gone(dialog(page));
    await expect.poll(focused).toBe(called);
    await expectClean(page);
  });

  test('keys: I invites, / searches, ? lists them; inside of a field they are letters', async () => {
    const page = await open('users');
    await rowOf(page, 'Elif Yilmaz').waitFor();
    await page.keyboard.press('i');
    await dialog(page).getByLabel('Email addresses').waitFor();
    await page.keyboard.press('Escape');
    await gone(dialog(page));
    await page.keyboard.press('/');
    await page.keyboard.type('i/?');
    expect(await page.getByRole('searchbox').inputValue()).toBe('i/?');
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('?');
    await sees(dialog(page), 'Keyboard shortcuts');
    await page.keyboard.press('Escape');
    await gone(dialog(page));

    const own = await world.account(owner, 'platform', undefined, 'Northwind Cloud');
    await page.goto(`/a/${own}/users`);
    await page.getByRole('region', { name: 'Invite New User' }).waitFor();
    await page.keyboard.press('i');
    await expect
      .poll(() =>
        page
          .getByRole('region', { name: 'Invite New User' })
          .getByLabel('Email address')
          .evaluate((field) => field === document.activeElement),
      )
      .toBe(true);
    await expectClean(page);
  });

  test('who leaves with something unsaved is asked, on Back as well', async () => {
    const priya = await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
    const page = await open('users');
    await rowOf(page, 'Priya Raghavan').getByRole('link').first().click();
    await page
      .getByRole('checkbox', { name: /Products/ })
      .first()
      .check();
    await page.goBack();
    await sees(dialog(page), 'Leave without saving?');
    await button(dialog(page), 'Keep editing').click();
    await gone(dialog(page));
    expect(page.url()).toContain(priya.id);
    await button(page, 'Save').click();
    await expect.poll(() => world.may(account, priya, 'products:read')).toBe(true);
    await gone(button(page, 'Save'));
    await page.goBack();
    await rowOf(page, 'Priya Raghavan').waitFor();
    await expectClean(page);
  });
});
