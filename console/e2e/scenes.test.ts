/**
 * Every scene, on a desktop and a phone, light and dark: no violation of WCAG 2.2 AA that rules can find, no refused style or
 * script, no error on the console, no sideways scroll. With ROSTER_SCREENSHOTS=FOLDER it also leaves a picture of each, in
 * every language (script/screenshots).
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Scene, scenes } from './scenes';
import { closeBrowser, desktop, expectAccessible, expectClean, giveSession, type Look, openPage, phone } from './support/browser';
import { World } from './support/world';

const demoPassword = 'a quiet harbour at dawn';
const pictures = process.env.ROSTER_SCREENSHOTS;
const only = process.env.ROSTER_SCENES?.split(',');
const languages = (process.env.ROSTER_LANGUAGES ?? (pictures ? 'en,fr,ko' : 'en')).split(',');

async function accountOf(page: Page): Promise<string> {
  const session = await (await page.context().request.get('/v1/session')).json();
  return session.accounts[0]?.id ?? '';
}

describe('every scene', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ demo: [] });
  });
  afterAll(async () => {
    await closeBrowser();
    await world.stop();
  });

  async function show(scene: Scene, look: Look): Promise<Page> {
    const page = await openPage(world, look);
    let account = '';
    if (scene.who) {
      await giveSession(page.context(), world, scene.who, demoPassword);
      account = await accountOf(page);
      await page.context().request.patch('/v1/me', {
        data: JSON.stringify({ locale: look.language }),
        headers: { 'Content-Type': 'application/merge-patch+json', Origin: world.server.url },
      });
    }
    await page.goto(scene.link ? await scene.link(world) : scene.path.replace('{acc}', account));
    await scene.until(page);
    await scene.prepare?.(page);
    return page;
  }

  for (const scene of scenes.filter((one) => !only || only.includes(one.name))) {
    for (const [size, viewport] of [['desktop', desktop] as const, ['phone', phone] as const]) {
      for (const scheme of ['light', 'dark'] as const) {
        for (const language of languages) {
          test(`${scene.name} ${size} ${scheme} ${language}`, async () => {
            const page = await show(scene, { viewport, scheme, language });
            if (pictures) {
              mkdirSync(join(pictures, language), { recursive: true });
              await page.screenshot({ path: join(pictures, language, `${scene.name}-${size}-${scheme}.png`) });
            }
            await expectAccessible(page);
            await expectClean(page);
          });
        }
      }
    }
  }
});
