/** The pages for people who are not signed in, and the invitation in its four situations. */
import type { Page } from 'playwright-core';
import type { Person, World } from '../support/world';
import { demoPassword, heading, type Place, type Scene, settled } from './scene';

const offer = (page: Page) => page.locator('dl').waitFor();

const owner = { email: 'elif@orbital.example', password: demoPassword };
const newcomer = 'noor.haddad@partner.example';
const known = 'olivier@chambly.example';

/** Looking at a link changes nothing: one serves every look of a scene. */
const links = new WeakMap<World, Map<string, Promise<string>>>();

async function invite(world: World, email: string): Promise<string> {
  const session = await world.done('POST', '/v1/session', '', owner);
  await world.invite(session.accounts[0].id, { token: session.token } as Person, email, { permissions: ['reports:read'] });
  return world.mailbox.link(email, '/invitations/');
}

function invitationOf(email: string): Scene['path'] {
  return ({ world }: Place) => {
    const ofWorld = links.get(world) ?? new Map<string, Promise<string>>();
    links.set(world, ofWorld);
    const link = ofWorld.get(email) ?? invite(world, email);
    ofWorld.set(email, link);
    return link;
  };
}

async function sendAddress(page: Page): Promise<void> {
  await page.locator('input[type=email]').fill('mina@harbour.test');
  await page.locator('button[type=submit]').click();
  await page.getByText('mina@harbour.test').waitFor();
}

export const doorScenes: Scene[] = [
  { name: 'sign-in', path: '/sign-in', until: heading },
  { name: 'sign-in-after', path: '/sign-in?reason=session_ended', until: heading },
  {
    name: 'sign-in-refused',
    path: '/sign-in',
    until: heading,
    prepare: async (page) => {
      await page.getByLabel(/Email|E-mail|이메일/).fill(owner.email);
      await page.locator('input[type=password]').fill('not this one');
      await page.locator('button[type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'register', path: '/register', until: heading },
  { name: 'register-sent', path: '/register', until: heading, prepare: sendAddress },
  {
    name: 'register-link',
    path: '/register#token=reg_1',
    until: heading,
    prepare: async (page) => {
      const fields = page.getByRole('textbox');
      await fields.first().fill('Mina Harbour');
      await fields.last().fill('Harbour Works');
      await page.getByRole('radio').first().waitFor();
    },
  },
  { name: 'forgot-password', path: '/forgot-password', until: heading },
  { name: 'forgot-password-sent', path: '/forgot-password', until: heading, prepare: sendAddress },
  {
    name: 'reset-password',
    path: '/reset-password#token=rst_1',
    until: heading,
    prepare: (page) => page.locator('input[type=password]').fill('seven green'),
  },
  {
    name: 'reset-password-dead',
    path: '/reset-password#token=rst_1',
    until: heading,
    prepare: async (page) => {
      await page.locator('input[type=password]').fill('seven green bicycles');
      await page.locator('button[type=submit]').click();
      await page.getByRole('listitem').first().waitFor();
      await settled(page);
    },
  },
  { name: 'change-email', path: '/change-email#token=eml_1', until: heading },
  { name: 'change-email-signed-in', who: owner.email, path: '/change-email#token=eml_1', until: heading },
  { name: 'undo-email-change', path: '/undo-email-change#token=und_1', until: heading },
  { name: 'invitation-dead', path: '/invitations/inv_nothing', until: heading },
  { name: 'invitation-new', path: invitationOf(newcomer), until: offer },
  { name: 'invitation-sign-in', path: invitationOf(known), until: offer },
  { name: 'invitation-confirm', who: known, path: invitationOf(known), until: offer },
  { name: 'invitation-other', who: 'amara@northwind.example', path: invitationOf(known), until: offer },
  {
    name: 'invitation-decline',
    path: invitationOf(newcomer),
    until: offer,
    prepare: async (page) => {
      await page.getByRole('main').getByRole('button').last().click();
      await page.locator('[data-act=decline]').waitFor();
    },
  },
  { name: 'door-not-found', path: '/nothing-here', until: heading },
];
