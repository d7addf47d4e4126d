/** The list of the people of an account, as each policy has it, and what is asked before something is done with them. */
import type { Page } from 'playwright-core';
import { dialog, effectsOf, rowOf } from '../support/steps';
import { newAccount } from './newAccount';
import { heading, neverAnswer, owners, rows, type Scene, settled } from './scene';

const portal = owners.portal;
const path = '/a/{acc}/users';

const ofEachPolicy: Scene[] = Object.entries(owners).map(([policy, who]) => ({
  name: `users-${policy}`,
  who,
  path,
  until: rows,
}));

const select = (page: Page, email: string) => rowOf(page, email).getByRole('checkbox').check();

/** What the row can do, or its menu where the language leaves no room in the row. */
async function press(page: Page, email: string, act: string): Promise<void> {
  await settled(page);
  const inRow = rowOf(page, email).locator(`[data-act=${act}]`);
  if (await inRow.isVisible()) return inRow.click();
  await openMenu(page, email);
  await page.locator(`[role=menu] [data-act=${act}]`).click();
}

async function openMenu(page: Page, email: string): Promise<void> {
  await rowOf(page, email).locator('[aria-haspopup=menu]').click();
  await page.getByRole('menuitem').first().waitFor();
}

const states: Scene[] = [
  { name: 'users-pending', who: portal, path: `${path}?tab=pending`, until: rows },
  { name: 'users-deactivated', who: portal, path: `${path}?tab=deactivated`, until: rows },
  {
    name: 'users-nobody-matches',
    who: portal,
    path: `${path}?q=nobody-is-called-so`,
    until: async (page) => {
      await heading(page);
      await settled(page);
    },
  },
  {
    name: 'users-first',
    made: newAccount('master'),
    path,
    until: async (page) => {
      await rows(page);
      await settled(page);
    },
  },
  {
    name: 'users-loading',
    who: portal,
    path: '/a/{acc}/plan',
    until: heading,
    prepare: async (page, { account }) => {
      await neverAnswer(page, '**/v1/accounts/*/members*');
      await page.goto(`/a/${account}/users`);
      await page
        .getByRole('status', { name: /Loading|Chargement|불러오는/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'users-failure',
    who: portal,
    path: '/a/{acc}/plan',
    until: heading,
    prepare: async (page, { account }) => {
      await page.route('**/v1/accounts/*/members*', (route) => route.fulfill({ status: 503, body: '' }));
      await page.goto(`/a/${account}/users`);
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'users-may-only-look', who: 'soyeon@stage.example', path, until: rows },
  {
    name: 'row-menu',
    who: owners.master,
    path,
    until: rows,
    prepare: (page) => openMenu(page, 'olivier@chambly.example'),
  },
  {
    name: 'selected',
    who: owners.stage,
    path,
    until: rows,
    prepare: (page) => select(page, 'minjun@stage.example'),
  },
  {
    name: 'selected-many',
    who: owners.stage,
    path,
    until: rows,
    prepare: async (page) => {
      for (const name of ['soyeon', 'haruto', 'yuna']) await select(page, `${name}@stage.example`);
    },
  },
];

const questions: Scene[] = [
  {
    name: 'remove-stage',
    recently: true,
    who: owners.stage,
    path,
    until: rows,
    prepare: async (page) => {
      for (const name of ['soyeon', 'haruto', 'yuna']) await select(page, `${name}@stage.example`);
      await page.getByRole('group').getByRole('button').last().click();
      await effectsOf(page);
    },
  },
  {
    name: 'remove-platform',
    recently: true,
    who: owners.platform,
    path,
    until: rows,
    prepare: async (page) => {
      await press(page, 'wei@northwind.example', 'remove');
      await effectsOf(page);
    },
  },
  {
    name: 'make-owner-creator',
    recently: true,
    who: owners.creator,
    path,
    until: rows,
    prepare: async (page) => {
      await press(page, 'lucia@zaiko.example', 'make_owner');
      await dialog(page).waitFor();
      await settled(page);
    },
  },
  {
    name: 'make-owner-stage',
    recently: true,
    who: owners.stage,
    path,
    until: rows,
    prepare: async (page) => {
      await select(page, 'soyeon@stage.example');
      await page.getByRole('group').getByRole('button').nth(1).click();
      await dialog(page).waitFor();
      await settled(page);
    },
  },
  {
    name: 'promote',
    recently: true,
    who: owners.master,
    path,
    until: rows,
    prepare: async (page) => {
      await press(page, 'olivier@chambly.example', 'make_owner');
      await dialog(page).waitFor();
      await settled(page);
    },
  },
];

export const usersScenes: Scene[] = [...ofEachPolicy, ...states, ...questions];
