/** A real Chromium; every page is watched for errors that a person would not see. */
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { until } from './server';
import { type Person, password, type World } from './world';

let browser: Promise<Browser> | null = null;

/** One for all files that this process runs; it ends with the process. */
function openBrowser(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: process.env.ROSTER_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  return browser;
}

export interface Look {
  viewport?: { width: number; height: number };
  scheme?: 'light' | 'dark';
  language?: string;
}

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/** What the browser complained about, page by page: refused styles and scripts, console errors, uncaught exceptions. */
const complaints = new WeakMap<Page, string[]>();

/** Refusals that a test provokes are told on the console by the browser itself. */
const expected = /Failed to load resource: the server responded with a status of (401|403|404|409|412|422|429|503)/;

export async function newContext(world: World, look: Look = {}): Promise<BrowserContext> {
  const context = await (
    await openBrowser()
  ).newContext({
    baseURL: world.server.url,
    viewport: look.viewport ?? desktop,
    colorScheme: look.scheme ?? 'light',
    locale: look.language ?? 'en',
    reducedMotion: 'reduce',
    hasTouch: look.viewport?.width === phone.width,
  });
  context.setDefaultTimeout(30_000);
  return context;
}

export async function openPage(world: World, look: Look = {}): Promise<Page> {
  const context = await newContext(world, look);
  onTestFinished(() => context.close());
  return watch(await context.newPage());
}

/** What was asked for and has not come. */
const underway = new WeakMap<Page, Set<Request>>();

/** Everything that was asked for has come, and is drawn: what is not there now does not come by itself. */
export async function settled(page: Page): Promise<void> {
  const requests = underway.get(page)!;
  do {
    await until('answered', () => requests.size === 0);
    await page.evaluate(
      () =>
        new Promise((drawn) =>
          requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(drawn, { timeout: 1000 }))),
        ),
    );
  } while (requests.size > 0);
}

/** `provoked` is what the browser is going to say because of what the test does. */
export function watch(page: Page, provoked?: RegExp): Page {
  const said: string[] = [];
  complaints.set(page, said);
  const requests = new Set<Request>();
  underway.set(page, requests);
  page.on('request', (request) => requests.add(request));
  page.on('requestfinished', (request) => requests.delete(request));
  page.on('requestfailed', (request) => requests.delete(request));
  page.on('console', (message) => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !expected.test(text) && !provoked?.test(text)) said.push(text);
  });
  page.on('pageerror', (error) => said.push(String(error)));
  return page;
}

/** No complaint since the page was opened, and nothing wider than the window. */
export async function expectClean(page: Page): Promise<void> {
  expect(complaints.get(page)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, 'sideways scroll').toBeLessThanOrEqual(0);
}

/**
 * WCAG 2.2 A and AA by rules; `region` is a best practice only, and fires for menus. Where no script may run, as in the frame of
 * a letter, no rule can look.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).exclude('iframe[sandbox]').analyze();
  const told = violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`,
  );
  expect(told).toEqual([]);
}

/** Gives the context the person's session: as signing in does, without the page. */
export async function giveSession(context: BrowserContext, world: World, email: string, word = password): Promise<void> {
  const { url } = world.server;
  const answer = await context.request.post(`${url}/v1/session`, { data: { email, password: word }, headers: { Origin: url } });
  if (!answer.ok()) throw new Error(await answer.text());
}

export async function openAs(world: World, person: Person, path: string, look: Look = {}, word = password): Promise<Page> {
  const page = await openPage(world, look);
  await giveSession(page.context(), world, person.email, word);
  await page.goto(path);
  return page;
}
