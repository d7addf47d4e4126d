/** The pages of one's own, the logs, and what can happen to every page while it is open. */
import { dialog } from '../support/steps';
import { heading, owners, rows, type Scene, settled } from './scene';

const who = owners.portal;

export const ownScenes: Scene[] = [
  { name: 'accounts', who, path: '/accounts', until: heading },
  {
    name: 'accounts-create',
    who,
    path: '/accounts',
    until: rows,
    prepare: async (page) => {
      await page.locator('[data-act=create-account]').click();
      await dialog(page).getByRole('radio').first().waitFor();
      await settled(page);
    },
  },
  { name: 'me', who, path: '/me', until: heading },
  {
    name: 'me-change-email',
    who,
    path: '/me',
    until: heading,
    prepare: async (page) => {
      await page.locator('[data-act=change-email]').click();
      await dialog(page).waitFor();
    },
  },
  { name: 'security', who, path: '/me/security', until: rows },
  {
    name: 'security-refused',
    who,
    path: '/me/security',
    until: rows,
    prepare: async (page) => {
      const fields = page.locator('input[type=password]');
      await fields.first().fill('not this one');
      await fields.last().fill('seven green bicycles');
      await page.locator('main button[type=submit]').click();
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'security-sign-out',
    who,
    path: '/me/security',
    until: rows,
    prepare: async (page) => {
      await page.locator('[data-act=end-others]').click();
      await dialog(page).waitFor();
    },
  },
  { name: 'my-login-logs', who, path: '/me/sign-ins', until: rows },
  { name: 'login-logs', who, path: '/a/{acc}/sign-ins', until: rows },
  {
    name: 'login-logs-filter',
    who,
    path: '/a/{acc}/sign-ins',
    until: rows,
    prepare: async (page) => {
      await page.getByRole('combobox').first().click();
      await page.getByRole('option').first().waitFor();
    },
  },
  { name: 'audit-log', who, path: '/a/{acc}/events', until: rows },
  {
    name: 'audit-log-details',
    who,
    path: '/a/{acc}/events?type=member.updated',
    until: rows,
    prepare: async (page) => {
      await page.locator('tbody button').first().click();
      await page.getByRole('table').nth(1).waitFor();
      await settled(page);
    },
  },
  { name: 'audit-log-nothing', who, path: '/a/{acc}/events?type=policy&period=dates', until: heading, prepare: settled },
  {
    name: 'profile-menu',
    who,
    path: '/a/{acc}/plan',
    until: heading,
    prepare: async (page) => {
      await page.getByRole('banner').getByRole('button').last().click();
      await page.getByRole('menuitem').first().waitFor();
    },
  },
  {
    name: 'shortcuts',
    who,
    path: '/a/{acc}/events',
    until: rows,
    prepare: async (page) => {
      await page.keyboard.press('?');
      await dialog(page).waitFor();
    },
  },
];
