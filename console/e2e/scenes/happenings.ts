/** What can happen to a page while it is open: somebody else acts, a session ends, the line goes down. */
import type { Page } from 'playwright-core';
import { dialog, effectsOf } from '../support/steps';
import { acts, demoPassword, heading, owners, personPage, type Place, rolePage, rows, type Scene, settled } from './scene';

const who = owners.portal;
const priya = 'priya@orbital.example';
const nightShift = '야간 운영';

/** Looks at the page again: it then asks whether one is still signed in, and what one may. */
const comeBack = (page: Page) => page.evaluate(() => window.dispatchEvent(new Event('focus')));

/** The same request by somebody who looks at another page. */
async function asAnother({ world }: Place, email: string, act: (token: string) => Promise<unknown>): Promise<void> {
  const { token } = await world.done('POST', '/v1/session', '', { email, password: demoPassword });
  await act(token);
  await world.done('DELETE', '/v1/session', token);
}

async function idOf(place: Place, email: string): Promise<string> {
  return (await personPage(email)(place)).split('/').pop()!;
}

async function change(place: Place, by: string, whom: string, to: Record<string, unknown>): Promise<void> {
  await asAnother(place, by, async (token) => {
    const path = `/v1/accounts/${place.account}/members/${await idOfAs(place, token, whom)}`;
    await place.world.done('PATCH', path, token, to);
  });
}

async function idOfAs({ world, account }: Place, token: string, email: string): Promise<string> {
  const found = await world.done('GET', `/v1/accounts/${account}/members?q=${encodeURIComponent(email)}`, token);
  return found.data[0].user.id;
}

const priyas = { permissions: ['messages:send', 'reports:read'] };
const restorePriya = (place: Place) => change(place, who, priya, priyas);

export const happenings: Scene[] = [
  {
    name: 'conflict',
    who,
    path: personPage(priya),
    until: acts,
    prepare: async (page, place) => {
      await page.locator('main input[type=checkbox]:not(:disabled)').first().click();
      await page.locator('[data-save-bar]').waitFor();
      await change(place, 'jonas@orbital.example', priya, { permissions: ['support:open', 'messages:send'] });
      await page.locator('[data-save-bar] button').last().click();
      await dialog(page).getByRole('table').waitFor();
    },
    after: restorePriya,
  },
  {
    name: 'plan-stale',
    recently: true,
    who: owners.stage,
    path: rolePage(nightShift),
    until: heading,
    prepare: async (page, place) => {
      await page.locator('[data-act=delete]').click();
      await effectsOf(page);
      const role = new URL(page.url()).pathname.split('/').pop();
      await change(place, 'minjun@stage.example', 'soyeon@stage.example', { role });
      await dialog(page).locator('button[type=submit]').click();
      await dialog(page).getByRole('alert').waitFor();
      await effectsOf(page);
    },
    after: (place) => change(place, owners.stage, 'soyeon@stage.example', { role: 'operator' }),
  },
  {
    name: 'toast',
    who,
    path: personPage('aiko@freelance.example'),
    until: acts,
    prepare: async (page) => {
      await page.locator('[data-act=deactivate]').click();
      await dialog(page).locator('button[type=submit]').click();
      await page.locator('[data-act=reactivate]').waitFor();
      await page.locator('.mantine-Notification-root').waitFor();
      await settled(page);
    },
    after: async (place) => {
      const usr = await idOf(place, 'aiko@freelance.example');
      await asAnother(place, who, (token) =>
        place.world.done('POST', `/v1/accounts/${place.account}/members/${usr}/reactivate`, token),
      );
    },
  },
  {
    name: 'permission-lost',
    who: 'jonas@orbital.example',
    endsSession: true,
    path: '/a/{acc}/users',
    until: rows,
    prepare: async (page, place) => {
      await change(place, who, 'jonas@orbital.example', { role: 'user', permissions: ['reports:read'] });
      await comeBack(page);
      await page.locator('table').waitFor({ state: 'detached' });
      await settled(page);
    },
    after: (place) => asAnother(place, who, async (token) => restoreJonas(place, token)),
  },
  { name: 'paused', who: 'mateo@orbital.example', path: '/a/{acc}/users', until: heading },
  {
    name: 'session-ended',
    who,
    endsSession: true,
    path: '/me',
    until: heading,
    prepare: async (page) => {
      await page.context().request.delete('/v1/session', { headers: { Origin: new URL(page.url()).origin } });
      await comeBack(page);
      await dialog(page).waitFor();
    },
  },
  {
    name: 'offline',
    who,
    path: '/a/{acc}/sign-ins',
    until: rows,
    prepare: async (page) => {
      await settled(page);
      await page.context().setOffline(true);
      await page.locator('[data-offline]').waitFor();
    },
  },
  {
    name: 'broken',
    who,
    path: '/a/{acc}/users',
    until: rows,
    provokes: /./,
    prepare: async (page, { account }) => {
      await page.route('**/PlanPage*', (route) => route.abort());
      await page.goto(`/a/${account}/plan`);
      await heading(page);
    },
  },
  { name: 'not-found', who, path: '/a/{acc}/nothing-here', until: heading },
];

async function restoreJonas(place: Place, token: string): Promise<void> {
  const path = `/v1/accounts/${place.account}/members/${await idOfAs(place, token, 'jonas@orbital.example')}`;
  await place.world.done('PATCH', path, token, { role: 'admin' });
}
