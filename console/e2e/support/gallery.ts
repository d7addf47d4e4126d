/**
 * Plays every scene in one size of window, light and dark: no violation of WCAG 2.2 AA that rules can find (they do not depend on
 * the language: looked for in the first), no refused style or script, no error on the console, no sideways scroll. With
 * ROSTER_SCREENSHOTS=FOLDER it also leaves a picture of each, in every language (script/screenshots).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { scenes } from '../scenes';
import { accountOf, demoPassword, type Scene } from '../scenes/scene';
import { expectAccessible, expectClean, giveSession, newContext, watch } from './browser';
import { World } from './world';

const pictures = process.env.ROSTER_SCREENSHOTS;
/** The beginnings of the names of those that are wanted. */
const only = process.env.ROSTER_SCENES?.split(',');
const languages = (process.env.ROSTER_LANGUAGES ?? (pictures ? 'en,fr,ko' : 'en')).split(',');
/** The pictures are taken beside a busy machine's other work too. */
const patience = 180_000;
/**
 * Everything for pictures, in full rounds, and of scenes that were asked for by name. Otherwise each scene is played in one size,
 * the desktop light and the phone dark: a whole round is more than half of what all other tests take.
 */
const isFull = pictures !== undefined || only !== undefined || process.env.ROSTER_ROUNDS === 'full';
type Scheme = 'light' | 'dark';
const schemesOf = (size: string): readonly Scheme[] => (isFull ? ['light', 'dark'] : [size === 'phone' ? 'dark' : 'light']);

export function playScenes(size: string, viewport: { width: number; height: number }): void {
  const schemes = schemesOf(size);
  const turn = size === 'phone' ? 1 : 0;
  const played = scenes.filter((scene, at) =>
    only ? only.some((name) => scene.name.startsWith(name)) : isFull || at % 2 === turn,
  );

  describe.each(languages)('every scene, %s', (language) => {
    let world: World;
    /** One for each who looks: what was fetched once is fetched no more. */
    const contexts = new Map<string, BrowserContext>();
    beforeAll(async () => {
      world = await World.start({ demo: [] });
    });
    afterAll(async () => {
      await Promise.all([...contexts.values()].map((context) => context.close()));
      contexts.clear();
      await world.stop();
    });

    async function contextFor(scene: Scene): Promise<BrowserContext> {
      const who = scene.made ? await scene.made(world) : scene.who ? { email: scene.who, password: demoPassword } : null;
      const key = who?.email ?? '';
      const known = contexts.get(key);
      if (known && !scene.endsSession) return known;
      const context = await newContext(world, { viewport, language });
      context.setDefaultTimeout(patience / 3);
      if (who) {
        await giveSession(context, world, who.email, who.password);
        await context.request.patch('/v1/me', {
          data: JSON.stringify({ locale: language }),
          headers: { 'Content-Type': 'application/merge-patch+json', Origin: world.server.url },
        });
      }
      if (!scene.endsSession) contexts.set(key, context);
      return context;
    }

    async function open(scene: Scene): Promise<{ page: Page; account: string }> {
      const context = await contextFor(scene);
      const page = watch(await context.newPage(), scene.provokes);
      await page.emulateMedia({ colorScheme: schemes[0]!, reducedMotion: 'reduce' });
      const isSignedIn = scene.who !== undefined || scene.made !== undefined;
      if (scene.recently) await confirmSignIn(context, world, demoPassword);
      const account = isSignedIn ? await accountOf(page) : '';
      return { page, account };
    }

    test.each(played.map((scene) => [scene.name, scene] as const))(
      `%s ${size}`,
      async (name, scene) => {
        const { page, account } = await open(scene);
        const place = { world, page, account };
        try {
          await page.goto(typeof scene.path === 'string' ? scene.path.replace('{acc}', account) : await scene.path(place));
          await scene.until(page);
          await scene.prepare?.(page, place);
          for (const scheme of schemes) {
            await show(page, scheme);
            if (pictures) await photograph(page, join(pictures, language), `${name}-${size}-${scheme}`);
            if (language === languages[0]) await expectAccessible(page);
          }
          await expectClean(page);
        } finally {
          await page.context().setOffline(false);
          await scene.after?.(place);
          await (scene.endsSession ? page.context().close() : page.close());
        }
      },
      patience,
    );
  });
}

/** As it is once every change of colour is over. */
async function show(page: Page, colorScheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.waitForFunction((now) => (document.documentElement.dataset.mantineColorScheme ?? now) === now, colorScheme);
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
    await document.fonts.ready;
  });
}

async function confirmSignIn(context: BrowserContext, world: World, word: string): Promise<void> {
  const answer = await context.request.post('/v1/session/reauthenticate', {
    data: { password: word },
    headers: { Origin: world.server.url },
  });
  if (!answer.ok()) throw new Error(await answer.text());
}

async function photograph(page: Page, folder: string, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), caret: 'hide', animations: 'disabled' });
}
