/** Every page in every state, as somebody of the demo sees it: what is judged by eye, by axe and by the browser's own complaints. */
import type { Page } from 'playwright-core';
import { doorScenes } from './doorScenes';
import { ownScenes } from './ownScenes';
import { dialog, effectsOf } from './support/steps';
import type { World } from './support/world';

export interface Scene {
  name: string;
  /** The demo's person; none: nobody is signed in. */
  who?: string;
  /** `{acc}` is the account in which this person is first. */
  path: string;
  /** In place of `path`: the link of a letter that has to be sent first. */
  link?: (world: World) => Promise<string>;
  /** Brings the page into the state. */
  prepare?: (page: Page) => Promise<unknown>;
  /** Waited for before anything is judged. */
  until: (page: Page) => Promise<unknown>;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).waitFor();
const rows = (page: Page) => page.getByRole('row').nth(1).waitFor();

const owners = {
  stage: 'hyejin@stage.example',
  platform: 'amara@northwind.example',
  creator: 'ines@zaiko.example',
  portal: 'elif@orbital.example',
  master: 'camille@chambly.example',
} as const;

/** Nothing comes back, so that what is shown meanwhile can be looked at. */
const neverAnswer = (page: Page, path: string) => page.route(path, () => {});

function usersScenes(): Scene[] {
  return Object.entries(owners).map(([policy, who]) => ({
    name: `users-${policy}`,
    who,
    path: '/a/{acc}/users',
    until: rows,
  }));
}

const portal = owners.portal;

export const scenes: Scene[] = [
  ...doorScenes,
  ...usersScenes(),
  { name: 'users-pending', who: portal, path: '/a/{acc}/users?tab=pending', until: rows },
  { name: 'users-deactivated', who: portal, path: '/a/{acc}/users?tab=deactivated', until: rows },
  {
    name: 'users-nobody-matches',
    who: portal,
    path: '/a/{acc}/users?q=nobody-is-called-so',
    until: async (page) => {
      await heading(page);
      await page.waitForLoadState('networkidle');
    },
  },
  {
    name: 'users-loading',
    who: portal,
    path: '/a/{acc}/plan',
    until: heading,
    prepare: async (page) => {
      await neverAnswer(page, '**/v1/accounts/*/members*');
      await page
        .getByRole('navigation')
        .getByRole('link')
        .first()
        .click({ timeout: 2000 })
        .catch(async () => {
          const path = new URL(page.url()).pathname.replace('/plan', '/users');
          await page.goto(path);
        });
      await page.getByRole('status', { name: 'Loading' }).first().waitFor();
    },
  },
  {
    name: 'users-failure',
    who: portal,
    path: '/a/{acc}/plan',
    until: heading,
    prepare: async (page) => {
      await page.route('**/v1/accounts/*/members*', (route) => route.fulfill({ status: 503, body: '' }));
      await page.goto(new URL(page.url()).pathname.replace('/plan', '/users'));
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'invite',
    who: portal,
    path: '/a/{acc}/users',
    until: rows,
    prepare: async (page) => {
      await page.locator('main header button').first().click();
      const field = dialog(page).getByRole('textbox').first();
      await field.fill('noor@orbital.example, jonas@orbital.example; nobody@mailinator.com broken@ ana@partner.example');
      await field.press('Enter');
      await page.waitForLoadState('networkidle');
    },
  },
  {
    name: 'person',
    who: portal,
    path: '/a/{acc}/users',
    until: rows,
    prepare: async (page) => {
      await page.getByRole('row').nth(3).getByRole('link').first().click();
      await page.locator('[data-act=remove]').first().waitFor();
    },
  },
  {
    name: 'remove',
    who: portal,
    path: '/a/{acc}/users',
    until: rows,
    prepare: async (page) => {
      await page.getByRole('row').nth(3).getByRole('link').first().click();
      await page.locator('[data-act=remove]').first().click();
      await effectsOf(page);
    },
  },
  {
    name: 'make-owner',
    who: portal,
    path: '/a/{acc}/users',
    until: rows,
    prepare: async (page) => {
      await page.getByRole('row').nth(3).getByRole('link').first().click();
      await page.locator('[data-act=make-owner]').first().click();
      await dialog(page).waitFor();
      await page.waitForLoadState('networkidle');
    },
  },
  {
    name: 'row-menu',
    who: owners.master,
    path: '/a/{acc}/users',
    until: rows,
    prepare: async (page) => {
      await page.getByRole('row').nth(2).getByRole('button').last().click();
      await page.getByRole('menuitem').first().waitFor();
    },
  },
  {
    name: 'selected',
    who: owners.stage,
    path: '/a/{acc}/users',
    until: rows,
    prepare: async (page) => {
      await page.getByRole('row').getByRole('checkbox').nth(1).check();
    },
  },
  { name: 'users-may-only-look', who: 'soyeon@stage.example', path: '/a/{acc}/users', until: rows },
  { name: 'roles', who: portal, path: '/a/{acc}/roles', until: heading },
  { name: 'sub-accounts', who: portal, path: '/a/{acc}/sub-accounts', until: heading },
  { name: 'contacts', who: portal, path: '/a/{acc}/contacts', until: heading },
  { name: 'plan', who: owners.stage, path: '/a/{acc}/plan', until: heading },
  { name: 'settings', who: portal, path: '/a/{acc}/settings', until: heading },
  ...ownScenes,
  { name: 'not-found', who: portal, path: '/a/{acc}/nothing-here', until: heading },
  { name: 'paused', who: 'mateo@orbital.example', path: '/a/{acc}/users', until: heading },
];
