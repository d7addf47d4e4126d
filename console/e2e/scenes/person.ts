/** One person's page: what they may do, changing it, and what is asked before the rest. */
import type { Page } from 'playwright-core';
import { dialog, effectsOf } from '../support/steps';
import { acts, heading, owners, personPage, type Scene, scrollTo, settled } from './scene';

const priya = { who: owners.portal, path: personPage('priya@orbital.example'), until: acts };

/** Ticks or unticks the first box that can be, of those that say what the person may do. */
const change = async (page: Page) => {
  await page.locator('main input[type=checkbox]:not(:disabled)').first().click();
  await page.locator('[data-save-bar]').waitFor();
};

const save = (page: Page) => page.locator('[data-save-bar] button').last().click();

export const personScenes: Scene[] = [
  { name: 'person', ...priya },
  { name: 'person-owner', who: owners.platform, path: personPage(owners.platform), until: heading, prepare: settled },
  { name: 'person-administrator', who: owners.portal, path: personPage('jonas@orbital.example'), until: acts },
  { name: 'person-deactivated', who: owners.portal, path: personPage('mateo@orbital.example'), until: acts },
  { name: 'person-stage', who: owners.stage, path: personPage('haruto@stage.example'), until: acts },
  { name: 'person-platform', who: owners.platform, path: personPage('wei@northwind.example'), until: acts },
  { name: 'person-creator', who: owners.creator, path: personPage('lucia@zaiko.example'), until: acts },
  { name: 'person-master', who: owners.master, path: personPage('sophie@chambly.example'), until: acts },
  { name: 'person-end', ...priya, prepare: (page) => scrollTo(page, '[data-act=remove]') },
  { name: 'person-changed', ...priya, prepare: change },
  {
    name: 'person-save',
    ...priya,
    prepare: async (page) => {
      await page.locator('main input[type=radio]').first().check();
      await save(page);
      await effectsOf(page);
    },
  },
  {
    name: 'person-unsaved',
    ...priya,
    prepare: async (page) => {
      await change(page);
      await page.locator('main header a').first().click();
      await dialog(page).waitFor();
    },
  },
  {
    name: 'remove',
    recently: true,
    ...priya,
    prepare: async (page) => {
      await page.locator('[data-act=remove]').click();
      await effectsOf(page);
    },
  },
  {
    name: 'deactivate',
    ...priya,
    prepare: async (page) => {
      await page.locator('[data-act=deactivate]').click();
      await dialog(page).waitFor();
      await settled(page);
    },
  },
  {
    name: 'make-owner',
    recently: true,
    ...priya,
    prepare: async (page) => {
      await page.locator('[data-act=make-owner]').click();
      await dialog(page).waitFor();
      await settled(page);
    },
  },
  {
    name: 'person-gone',
    who: owners.portal,
    path: '/a/{acc}/users/usr_01hzzzzzzzzzzzzzzzzzzzzzzz',
    until: heading,
    prepare: settled,
  },
];
