/** `stage`: a head administrator, administrators by plan, operators. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectClean, openAs } from './support/browser';
import { button, dialog, effectsOf, gone, rowOf, sees, seesNot } from './support/steps';
import { password, type Person, World } from './support/world';

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

  test('B2 an operator may look, but neither invite nor remove nor change settings', async () => {
    const operator = await world.member(account, head, 'Soyeon Lee', { role: 'operator' });
    const page = await open(operator);
    await sees(page, 'Only administrators can invite or remove someone.');
    await seesNot(page, button(page, 'Invite'));
    await seesNot(page, page.getByRole('row').getByRole('checkbox'));
    await page.goto(`/a/${account}/settings`);
    await sees(page, 'Rainbow Stage');
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

  test('B5 an invitation is sent again, and the earlier link stops working', async () => {
    const email = world.address('again');
    await world.invite(account, head, email, { role: 'operator' });
    const first = await world.mailbox.link(email, '/invitations/');
    const page = await open(head);
    await choose(page, email);
    await button(page, 'Resend invitation email').click();
    await sees(page, `The invitation has been sent to ${email} again.`);
    const second = await world.mailbox.link(email, '/invitations/', 2);
    expect((await page.goto(first))?.status()).toBe(404);
    expect((await page.goto(second))?.status()).toBe(200);
    await expectClean(page);
  });

  test('B6 B7 past the limit of the plan the page says so before sending, and whom to ask', async () => {
    await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    await world.invite(account, head, world.address('second'), { role: 'administrator' });
    const page = await open(head);
    const email = world.address('third');
    await invite(page, email, 'Administrator');
    await sees(dialog(page), /essential/i);
    await sees(dialog(page), /customer service/i);
    expect(world.mailbox.to(email)).toEqual([]);
    await dialog(page).getByRole('radio', { name: 'Operator' }).check();
    await button(dialog(page), 'Invite').click();
    await sees(page, `The invitation to ${email} is on its way.`);
    await expectClean(page);
  });

  test('B8 who has not accepted cannot be appointed', async () => {
    const waiting = world.address('waiting');
    await world.invite(account, head, waiting, { role: 'operator' });
    await world.member(account, head, 'Minjun Kim', { role: 'operator' });
    const page = await open(head);
    await choose(page, waiting);
    await seesNot(page, page.getByRole('button', { name: 'Appoint as head administrator', disabled: false }));
    await rowOf(page, waiting).getByRole('checkbox').uncheck();
    await choose(page, 'Minjun Kim');
    await button(page, 'Appoint as head administrator').waitFor();
  });

  test('B9 an administrator is not offered to appoint anyone', async () => {
    await world.member(account, head, 'Soyeon Lee', { role: 'operator' });
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
    expect(await world.may(account, head, 'ownership:transfer')).toBe(false);
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
    await dialog(page).getByRole('radio', { name: 'Operator' }).check();
    await effectsOf(page);
    await dialog(page).getByRole('checkbox').check();
    await button(dialog(page), 'Appoint as head administrator').click();
    await page.waitForURL(/\/sign-in/);
    await expectClean(page);
  });

  test('B12 administrators, operators and who has not accepted are removed by the same button; the head is not', async () => {
    await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    const waiting = world.address('waiting');
    await world.invite(account, head, waiting, { role: 'operator' });
    const page = await open(head);
    await choose(page, 'Minjun Kim');
    await button(page, 'Remove from administrator').click();
    await sees(dialog(page), 'Remove Minjun Kim from the administrators of Rainbow Stage?');
    await effectsOf(page);
    await button(dialog(page), 'Remove from administrator').click();
    await gone(rowOf(page, 'Minjun Kim'));
    await choose(page, waiting);
    await button(page, 'Remove from administrator').click();
    if (await dialog(page).isVisible()) await button(dialog(page), 'Remove from administrator').click();
    await gone(rowOf(page, waiting));
    await seesNot(page, rowOf(page, 'Hyejin Park').getByRole('checkbox'));
    await expectClean(page);
  });

  test('B13 who is removed has no access from that moment, even on a page that is open', async () => {
    const minjun = await world.member(account, head, 'Minjun Kim', { role: 'administrator' });
    const his = await open(minjun);
    await rowOf(his, 'Hyejin Park').waitFor();
    await world.done('DELETE', `/v1/accounts/${account}/members/${minjun.id}`, head.token);
    await his.reload();
    await sees(his, 'This page does not exist');
    await seesNot(his, his.getByText('Hyejin Park'));
  });

  test('B14 a removed person is invited again', async () => {
    const minjun = await world.member(account, head, 'Minjun Kim', { role: 'operator' });
    await world.done('DELETE', `/v1/accounts/${account}/members/${minjun.id}`, head.token);
    const page = await open(head);
    await invite(page, minjun.email, 'Operator');
    await sees(page, `The invitation to ${minjun.email} is on its way.`);
    expect(await world.mailbox.link(minjun.email, '/invitations/', 2)).toBeTruthy();
  });
});
