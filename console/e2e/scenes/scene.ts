/** What a scene is, and the waits and ways that many share. */
import type { APIRequestContext, Page } from 'playwright-core';
import type { World } from '../support/world';

export { settled } from '../support/browser';

/** Where a scene is played. */
export interface Place {
  world: World;
  page: Page;
  /** The account in which who looks is first. */
  account: string;
}

export interface Scene {
  name: string;
  /** The demo's person; none: nobody is signed in. */
  who?: string;
  /** In place of `who`: somebody who is made for it. */
  made?: (world: World) => Promise<{ email: string; password: string }>;
  /** A path, `{acc}` in it is the account; or the way to it: the link of a letter, the page of a person. */
  path: string | ((place: Place) => Promise<string>);
  /** Waited for before anything is judged. */
  until: (page: Page) => Promise<unknown>;
  /** Brings the page into the state. */
  prepare?: (page: Page, place: Place) => Promise<unknown>;
  /** Brings back what it has changed for the next one. */
  after?: (place: Place) => Promise<unknown>;
  /** The sign-in is confirmed first: nothing asks for the password because the scenes before took long. */
  recently?: true;
  /** The session does not outlive it. */
  endsSession?: boolean;
  /** What the browser says on the console because of what the scene provokes. */
  provokes?: RegExp;
}

export const demoPassword = 'a quiet harbour at dawn';

export const owners = {
  stage: 'hyejin@stage.example',
  platform: 'amara@northwind.example',
  creator: 'ines@zaiko.example',
  portal: 'elif@orbital.example',
  master: 'camille@chambly.example',
} as const;

export const heading = (page: Page) => page.getByRole('heading', { level: 1 }).waitFor();
export const rows = (page: Page) => page.locator('tbody tr').first().waitFor();
/** What a person's page ends with. */
export const acts = (page: Page) => page.locator('[data-act]').first().waitFor();

/** Nothing comes back, so that what is shown meanwhile can be looked at. */
export const neverAnswer = (page: Page, path: string) => page.route(path, () => {});

/** Asks the server as the one who looks. */
async function read(request: APIRequestContext, path: string): Promise<any> {
  const answer = await request.get(path);
  if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}

export async function accountOf(page: Page): Promise<string> {
  return (await read(page.context().request, '/v1/session')).accounts[0]?.id ?? '';
}

export const personPage =
  (email: string) =>
  async ({ page, account }: Place): Promise<string> => {
    const found = await read(page.context().request, `/v1/accounts/${account}/members?q=${encodeURIComponent(email)}`);
    return `/a/${account}/users/${found.data[0].user.id}`;
  };

export const invitationPage =
  (email: string) =>
  async ({ page, account }: Place): Promise<string> => {
    const found = await read(page.context().request, `/v1/accounts/${account}/invitations?q=${encodeURIComponent(email)}`);
    return `/a/${account}/invitations/${found.data[0].id}`;
  };

/** By the title that the account has given it, or the id that the policy has. */
export const rolePage =
  (called: string) =>
  async ({ page, account }: Place): Promise<string> => {
    const { data } = await read(page.context().request, `/v1/accounts/${account}/roles`);
    return `/a/${account}/roles/${data.find((one: { id: string; title: string }) => [one.id, one.title].includes(called)).id}`;
  };

/** The last of these letters come to rest in the middle of the window. */
export const scrollTo = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((found) => found.scrollIntoView({ block: 'center' }));
