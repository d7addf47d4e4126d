/** What an account has besides its people: roles, sub-accounts, contacts, its plan and its settings. */
import { dialog, effectsOf } from '../support/steps';
import { newAccount } from './newAccount';
import { heading, neverAnswer, owners, rolePage, rows, type Scene, scrollTo, settled } from './scene';

const who = owners.portal;
const loaded = async (page: Parameters<typeof heading>[0]) => {
  await heading(page);
  await settled(page);
};
/** The row's last button; before it the one that changes. */
const inRow = (at: number) => async (page: Parameters<typeof heading>[0]) => {
  await page.locator('tbody tr').first().getByRole('button').nth(at).click();
  await dialog(page).waitFor();
  await settled(page);
};
const create = async (page: Parameters<typeof heading>[0]) => {
  await page.locator('main header button').first().click();
  await dialog(page).waitFor();
};

export const accountScenes: Scene[] = [
  { name: 'roles', who, path: '/a/{acc}/roles', until: loaded },
  { name: 'roles-creator', who: owners.creator, path: '/a/{acc}/roles', until: loaded },
  {
    name: 'roles-matrix',
    who: owners.stage,
    path: '/a/{acc}/roles',
    until: loaded,
    prepare: (page) => scrollTo(page, 'section'),
  },
  { name: 'role', who, path: rolePage('Campaign desk'), until: loaded },
  { name: 'role-built-in', who, path: rolePage('user'), until: loaded },
  {
    name: 'role-save',
    who,
    path: rolePage('Campaign desk'),
    until: loaded,
    prepare: async (page) => {
      await page.locator('main input[type=checkbox]:not(:disabled)').first().click();
      await page.locator('[data-save-bar] button').last().click();
      await effectsOf(page);
    },
  },
  {
    name: 'role-delete',
    recently: true,
    who: owners.stage,
    path: rolePage('야간 운영'),
    until: loaded,
    prepare: async (page) => {
      await page.locator('[data-act=delete]').click();
      await dialog(page).waitFor();
      await settled(page);
    },
  },
  { name: 'role-new', who, path: '/a/{acc}/roles/new', until: loaded },
  { name: 'sub-accounts', who, path: '/a/{acc}/sub-accounts', until: rows },
  { name: 'sub-accounts-first', made: newAccount('portal'), path: '/a/{acc}/sub-accounts', until: loaded },
  { name: 'sub-account-new', who, path: '/a/{acc}/sub-accounts', until: rows, prepare: create },
  { name: 'sub-account-rename', who, path: '/a/{acc}/sub-accounts', until: rows, prepare: inRow(0) },
  { name: 'sub-account-delete', who, path: '/a/{acc}/sub-accounts', until: rows, prepare: inRow(1) },
  { name: 'contacts', who, path: '/a/{acc}/contacts', until: rows },
  { name: 'contacts-first', made: newAccount('portal'), path: '/a/{acc}/contacts', until: loaded },
  { name: 'contact-new', who, path: '/a/{acc}/contacts', until: rows, prepare: create },
  { name: 'contact-edit', who, path: '/a/{acc}/contacts', until: rows, prepare: inRow(0) },
  { name: 'contact-delete', who, path: '/a/{acc}/contacts', until: rows, prepare: inRow(1) },
  { name: 'plan', who: owners.stage, path: '/a/{acc}/plan', until: loaded },
  { name: 'plan-no-limits', who, path: '/a/{acc}/plan', until: loaded },
  {
    name: 'plan-loading',
    who: owners.stage,
    path: '/a/{acc}/roles',
    until: loaded,
    prepare: async (page, { account }) => {
      await neverAnswer(page, '**/v1/accounts/*/seats*');
      await neverAnswer(page, '**/v1/accounts/*/plan*');
      await page.goto(`/a/${account}/plan`);
      await heading(page);
    },
  },
  { name: 'settings', who, path: '/a/{acc}/settings', until: loaded },
  { name: 'settings-member', who: 'aiko@freelance.example', path: '/a/{acc}/settings', until: loaded },
  {
    name: 'settings-delete',
    recently: true,
    who,
    path: '/a/{acc}/settings',
    until: loaded,
    prepare: async (page) => {
      await page.locator('[data-act=delete]').click();
      await effectsOf(page);
    },
  },
];
