/** Inviting as each policy has it, and the page of an invitation. */
import type { Page, Route } from 'playwright-core';
import { dialog } from '../support/steps';
import { heading, invitationPage, owners, type Place, rows, type Scene, settled } from './scene';

const portal = owners.portal;
const path = '/a/{acc}/users';
const fresh = 'noura.abadi@orbital.example';

/** In a dialog or at the foot of the page. */
const form = (page: Page) => page.locator('form:has(button[type=submit])').last();

const openForm = async (page: Page) => {
  await page.locator('main header button').first().click();
  await dialog(page).getByRole('textbox').first().waitFor();
  await settled(page);
};

async function fill(page: Page, addresses: string): Promise<void> {
  const field = form(page).getByRole('textbox').first();
  await field.fill(addresses);
  await field.press('Enter');
  await form(page).locator('[aria-busy=false]').waitFor();
  await settled(page);
}

const submit = (page: Page) => form(page).locator('button[type=submit]').click();

/** "Set Permission", one module ticked, done. */
async function chooseModule(page: Page): Promise<void> {
  await dialog(page).locator('button:has(svg.tabler-icon-adjustments-horizontal)').click();
  const boxes = dialog(page).last().locator('input[type=checkbox]:not(:disabled)');
  await boxes.first().check();
  await dialog(page).last().getByRole('button').last().click();
}

async function takeBack({ page, account }: Place): Promise<void> {
  const request = page.context().request;
  const origin = new URL(page.url()).origin;
  const found = await (await request.get(`/v1/accounts/${account}/invitations?q=${encodeURIComponent(fresh)}`)).json();
  for (const { id } of found.data)
    await request.delete(`/v1/accounts/${account}/invitations/${id}`, { headers: { Origin: origin } });
}

const crowd = (count: number) => Array.from({ length: count }, (_, at) => `person.${at + 1}@harbour.example`).join(' ');

/** What is never sent: a request without an answer would go on when its page closes. */
const underWay: Route[] = [];

/** The first thousand are said to be invited, the rest is under way. */
async function sendTheFirst(route: Route): Promise<void> {
  const { invitees, ...body } = route.request().postDataJSON();
  if (route.request().url().includes('dry_run') || body.dry_run) return route.continue();
  if (invitees.length < 1000) {
    underWay.push(route);
    return;
  }
  const results = invitees.map(({ email }: { email: string }) => ({ email, outcome: 'invited' }));
  return route.fulfill({ status: 200, json: { results } });
}

export const inviteScenes: Scene[] = [
  {
    name: 'invite',
    who: portal,
    path,
    until: rows,
    prepare: async (page) => {
      await openForm(page);
      await fill(page, `${fresh}, jonas@orbital.example; nobody@mailinator.com broken@ ana@partner.example`);
    },
  },
  {
    name: 'invite-permissions',
    who: portal,
    path,
    until: rows,
    prepare: async (page) => {
      await openForm(page);
      await fill(page, fresh);
      await dialog(page).locator('button:has(svg.tabler-icon-adjustments-horizontal)').click();
      await page.getByRole('radio').last().waitFor();
      await dialog(page).last().locator('input[type=checkbox]:not(:disabled)').first().check();
      await dialog(page).last().getByRole('radio').last().check();
      await settled(page);
    },
  },
  {
    name: 'invite-result',
    who: portal,
    path,
    until: rows,
    prepare: async (page) => {
      await openForm(page);
      await fill(page, `${fresh} jonas@orbital.example nobody@mailinator.com`);
      await chooseModule(page);
      await submit(page);
      await dialog(page).locator('svg.tabler-icon-copy').waitFor();
      await settled(page);
    },
    after: takeBack,
  },
  {
    name: 'invite-progress',
    who: portal,
    path,
    until: rows,
    prepare: async (page) => {
      await page.route(/\/v1\/accounts\/[^/]+\/invitations/, (route) =>
        route.request().method() === 'POST' ? sendTheFirst(route) : route.continue(),
      );
      await openForm(page);
      await fill(page, crowd(1600));
      await chooseModule(page);
      await submit(page);
      await dialog(page).getByRole('progressbar').waitFor();
      await page
        .getByText(/1[^0-9]?000/)
        .last()
        .waitFor();
    },
    after: () => Promise.all(underWay.splice(0).map((route) => route.abort())),
    provokes: /ERR_FAILED/,
  },
  {
    name: 'invite-discard',
    who: portal,
    path,
    until: rows,
    prepare: async (page) => {
      await openForm(page);
      await fill(page, `${fresh}, ana@partner.example`);
      await page.keyboard.press('Escape');
      await dialog(page).nth(1).waitFor();
    },
  },
  {
    name: 'invite-seats-full',
    who: owners.stage,
    path,
    until: rows,
    prepare: async (page) => {
      await openForm(page);
      await form(page).getByRole('textbox').first().fill('dohyun@stage.example');
      await form(page).getByRole('radio').first().check();
      await submit(page);
      await form(page).locator('[aria-invalid=true]').first().waitFor();
      await settled(page);
    },
  },
  {
    name: 'invite-creator',
    who: owners.creator,
    path,
    until: rows,
    prepare: async (page) => {
      await openForm(page);
      await form(page).getByRole('textbox').first().fill('thierry@zaiko');
      await submit(page);
      await page.locator('[aria-invalid=true]').waitFor();
    },
  },
  {
    name: 'invite-platform',
    who: owners.platform,
    path,
    until: rows,
    prepare: async (page) => {
      await form(page).getByRole('textbox').first().fill('lina.haddad@northwind.example');
      await settled(page);
      await page.locator('main section:has(form)').evaluate((found) => found.scrollIntoView({ block: 'start' }));
    },
  },
  { name: 'invite-master', who: owners.master, path, until: rows, prepare: openForm },
  { name: 'invitation', who: portal, path: invitationPage('mai.tran@orbital.example'), until: heading, prepare: settled },
  { name: 'invitation-bounced', who: portal, path: invitationPage('typo@orbitl.example'), until: heading, prepare: settled },
];
