/** `stage`: a head administrator, administrators by plan, operators. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClean, openAs } from './support/browser';
import { button, dialog, effectsOf, gone, rowOf, sees, seesNot } from './support/steps';
import { password, type Person, World } from './support/world';

const day = 24 * 3600 * 1000;

describe('stage', () => {
  let world: World;
  let head: Person;
  let account: string;
  beforeAll(async () => {
    world = await World.start();
    head = await world.person('Hyejin Park');
  });
  beforeEach(async () => {
    account = await world.account(head, 'stage', 'essential', 'Rainbow Stage');
    // A transfer signs the former owner out.
    head.token = (await world.done('POST', '/v1/session', '', { email: head.email, password })).token;
  });
  afterAll(() => world.stop());

  const open = (who: Person) => openAs(world, who, `/a/${account}/users`);
  const choose = async (page: Page, who: string) => rowOf(page, who).getByRole('checkbox').check();

  async function invite(page: Page, email: string, role: string) {
    await button(page, 'Invite').click();
    await dialog(page).getByLabel('Email address').fill(email);
    await dialog(page).getByRole('radio', { name: role }).check();
    await button(dialog(page), 'Invite').click();
  }

  test('B1 an administrator invites administrators and operators by address and role', async () => {
    const administrator = await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    const page = await open(administrator);
    for (const role of ['Operator', 'Administrator']) {
      const email = world.address(role);
      await invite(page, email, role);
      await sees(page, `The invitation to ${email} is on its way.`);
      await sees(rowOf(page, email), role);
    }
    await expectClean(page);
  });

  test('B2 an administrator changes settings; an operator may look, but neither invite nor remove nor change settings', async () => {
    const administrator = await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    const theirs = await openAs(world, administrator, `/a/${account}/settings`);
    await theirs.getByRole('textbox', { name: 'Name' }).fill('Rainbow Stage Seoul');
    await button(theirs, 'Save').click();
    await theirs
      .getByRole('button', { name: /Rainbow Stage Seoul/ })
      .first()
      .waitFor();
    const operator = await world.member(account, head, 'Soyeon Lee', { role: 'operator' });
    const page = await open(operator);
    await sees(page, 'Only administrators can invite or remove someone.');
    await seesNot(page, button(page, 'Invite'));
    await seesNot(page, page.getByRole('row').getByRole('checkbox'));
    await page.goto(`/a/${account}/settings`);
    await sees(page.getByRole('main'), 'Rainbow Stage Seoul');
    await seesNot(page, button(page, 'Save'));
    await expectClean(page);
  });

  test('B3 the invitation goes to the invited address', async () => {
    const email = world.address('invited');
    await invite(await open(head), email, 'Operator');
    expect(await world.mailbox.link(email, '/invitations/')).toContain(world.server.url);
  });

  test('B4 who accepted shows a time under Last Active, who has not shows as invited', async () => {
    await world.member(account, head, 'Minjun Kim', { role: 'operator' });
    const waiting = world.address('waiting');
    await world.invite(account, head, waiting, { role: 'operator' });
    const page = await open(head);
    await page.getByRole('columnheader', { name: 'Last Active' }).waitFor();
    await rowOf(page, 'Minjun Kim').locator('time').first().waitFor();
    await sees(rowOf(page, waiting), 'Invited');
    await sees(rowOf(page, waiting), 'Not yet');
  });

  test('B5 an invitation is sent again: the earlier link stops working, and the time begins anew', async () => {
    const email = world.address('again');
    await world.invite(account, head, email, { role: 'operator' });
    const first = await world.mailbox.link(email, '/invitations/');
    world.server.advance(6 * day);
    const page = await open(head);
    await choose(page, email);
    await button(page, 'Resend invitation email').click();
    await sees(page, `The invitation has been sent to ${email} again.`);
    const second = await world.mailbox.link(email, '/invitations/', 2);
    expect((await page.goto(first))?.status()).toBe(404);
    world.server.advance(6 * day);
    expect((await page.goto(second))?.status()).toBe(200);
    await expectClean(page);
  });

  for (const [plan, most] of [
    ['essential', 2],
    ['standard', 5],
  ] as const) {
    test(`B6 B7 on ${plan} ${most} administrators, the invited counted and the head not; past that the page says so and whom to ask`, async () => {
      account = await world.account(head, 'stage', plan, 'Rainbow Stage');
      await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
      for (let taken = 1; taken < most; ++taken)
        await world.invite(account, head, world.address('seat'), { role: 'administrator' });
      const page = await openAs(world, head, `/a/${account}/plan`);
      await sees(page.getByRole('main'), `${most} of ${most} used`);
      await page.goto(`/a/${account}/users`);
      const email = world.address('more');
      await invite(page, email, 'Administrator');
      const refusal = dialog(page)
        .getByText(/customer service/i)
        .first();
      await refusal.waitFor();
      expect((await refusal.innerText()).toLowerCase()).toMatch(new RegExp(`${plan}.*\\b${most}\\b|\\b${most}\\b.*${plan}`));
      expect(world.mailbox.to(email)).toEqual([]);
      await dialog(page).getByRole('radio', { name: 'Operator' }).check();
      await button(dialog(page), 'Invite').click();
      await sees(page, `The invitation to ${email} is on its way.`);
      await expectClean(page);
    });
  }

  test('B8 the head appoints administrators and operators; who has not accepted cannot be appointed', async () => {
    const waiting = world.address('waiting');
    await world.invite(account, head, waiting, { role: 'operator' });
    await world.member(account, head, 'Minjun Kim', { role: 'operator' });
    await world.member(account, head, 'Jiho Choi', { role: 'administrator' });
    const page = await open(head);
    await choose(page, waiting);
    await seesNot(page, button(page, 'Appoint as head administrator'));
    await rowOf(page, waiting).getByRole('checkbox').uncheck();
    for (const name of ['Minjun Kim', 'Jiho Choi']) {
      await choose(page, name);
      await button(page, 'Appoint as head administrator').waitFor();
      await rowOf(page, name).getByRole('checkbox').uncheck();
    }
    await expectClean(page);
  });

  test('B9 neither an administrator nor an operator is offered to appoint anyone', async () => {
    const operator = await world.member(account, head, 'Soyeon Lee', { role: 'operator' });
    const hers = await openAs(world, operator, `/a/${account}/users`);
    await rowOf(hers, 'Hyejin Park').waitFor();
    await seesNot(hers, hers.getByRole('row').getByRole('checkbox'));
    const administrator = await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    const page = await open(administrator);
    await choose(page, 'Soyeon Lee');
    await seesNot(page, button(page, 'Appoint as head administrator'));
  });

  test('B10 B11 appointing another revokes the former head, and the titles change', async () => {
    const minjun = await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    const page = await open(head);
    await choose(page, 'Minjun Kim');
    await button(page, 'Appoint as head administrator').click();
    await sees(dialog(page), 'Appoint Minjun Kim as head administrator of Rainbow Stage?');
    expect((await effectsOf(page)).join(' ')).toContain('Minjun Kim');
    await dialog(page).getByRole('checkbox').check();
    await button(dialog(page), 'Appoint as head administrator').click();
    await page.waitForURL(/\/sign-in/);
    await sees(page, /Minjun Kim is now the head administrator of Rainbow Stage/);

    const his = await open(minjun);
    await sees(rowOf(his, 'Minjun Kim'), 'Head administrator');
    await sees(rowOf(his, 'Hyejin Park'), 'Administrator');
    for (const permission of ['ownership:transfer', 'account:delete', 'payments:write']) {
      expect(await world.may(account, minjun, permission), permission).toBe(true);
      expect(await world.may(account, head, permission), permission).toBe(permission === 'payments:write');
    }
    await expectClean(his);
  });

  test('B10 an operator cannot be appointed while every administrator seat is taken, and the dialog has the way out', async () => {
    await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    await world.member(account, head, 'Jiho Choi', { role: 'administrator' });
    await world.member(account, head, 'Soyeon Lee', { role: 'operator' });
    const page = await open(head);
    await choose(page, 'Soyeon Lee');
    await button(page, 'Appoint as head administrator').click();
    await dialog(page).getByRole('alert').waitFor();
    await dialog(page).getByRole('checkbox').check();
    expect(await button(dialog(page), 'Appoint as head administrator').isEnabled(), 'nothing can change').toBe(false);
    await dialog(page).getByRole('checkbox').uncheck();
    await dialog(page).getByRole('radio', { name: 'Operator' }).check();
    await effectsOf(page);
    await dialog(page).getByRole('checkbox').check();
    await button(dialog(page), 'Appoint as head administrator').click();
    await page.waitForURL(/\/sign-in/);
    const former = await open(head);
    await sees(rowOf(former, 'Soyeon Lee'), 'Head administrator');
    await sees(rowOf(former, 'Hyejin Park'), 'Operator');
    await expectClean(former);
  });

  test('B12 administrators, operators and who has not accepted are removed by the same button; the head is not', async () => {
    await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    await world.member(account, head, 'Soyeon Lee', { role: 'operator' });
    const waiting = world.address('waiting');
    await world.invite(account, head, waiting, { role: 'operator' });
    const page = await open(head);
    for (const name of ['Minjun Kim', 'Soyeon Lee']) {
      await choose(page, name);
      await button(page, 'Remove from administrator').click();
      await sees(dialog(page), `Remove ${name} from the administrators of Rainbow Stage?`);
      await effectsOf(page);
      await button(dialog(page), 'Remove from administrator').click();
      await gone(rowOf(page, name));
    }
    await choose(page, waiting);
    await button(page, 'Remove from administrator').click();
    await sees(page, `The invitation to ${waiting} is cancelled.`);
    await gone(rowOf(page, waiting));
    await seesNot(page, rowOf(page, 'Hyejin Park').getByRole('checkbox'));
    await expectClean(page);
  });

  test('B13 who is removed has no access from that moment, even on a page that is open', async () => {
    const minjun = await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    const his = await open(minjun);
    await rowOf(his, 'Hyejin Park').waitFor();
    await world.done('DELETE', `/v1/accounts/${account}/members/${minjun.id}`, head.token);
    await his.evaluate(() => window.dispatchEvent(new Event('focus')));
    await sees(his, 'This page does not exist');
    await seesNot(his, his.getByText('Hyejin Park'));
    await his.reload();
    await sees(his, 'This page does not exist');
    await seesNot(his, his.getByText('Rainbow Stage'));
    await expectClean(his);
  });

  test('B14 who was removed is invited again, by a new invitation: the word about the removal has the way', async () => {
    const minjun = await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    const page = await open(head);
    await choose(page, 'Minjun Kim');
    await button(page, 'Remove from administrator').click();
    await effectsOf(page);
    await button(dialog(page), 'Remove from administrator').click();
    await button(page, 'Invite again').click();
    expect(await dialog(page).getByLabel('Email address').inputValue()).toBe(minjun.email);
    await dialog(page).getByRole('radio', { name: 'Operator' }).check();
    await button(dialog(page), 'Invite').click();
    await sees(page, `The invitation to ${minjun.email} is on its way.`);
    await sees(rowOf(page, minjun.email), 'Invited');
    await page.goto(await world.mailbox.link(minjun.email, '/invitations/', 2));
    await sees(page, 'Rainbow Stage');
    await expectClean(page);
  });
});
