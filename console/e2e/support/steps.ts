/** What a person does again and again. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { settled } from './browser';
import { until } from './server';

export const rowOf = (page: Page, who: string): Locator => page.getByRole('row').filter({ hasText: who });

/** The first of that name: an empty list offers again what stands above it. */
export const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name, exact: typeof name === 'string' }).first();

export const dialog = (page: Page): Locator => page.getByRole('dialog');

export async function sees(within: Page | Locator, text: string | RegExp): Promise<void> {
  await within.getByText(text).first().waitFor({ state: 'visible' });
}

/** Neither now nor once everything that was asked for has come. */
export async function seesNot(page: Page, locator: Locator): Promise<void> {
  await settled(page);
  expect(await locator.count()).toBe(0);
}

export async function gone(locator: Locator): Promise<void> {
  await until(`gone: ${locator}`, async () => (await locator.count()) === 0);
}

/** The lines of a confirmation that say what it will do. */
export async function effectsOf(page: Page): Promise<string[]> {
  const lines = dialog(page).locator('[data-effects] li');
  await lines.first().waitFor();
  return lines.allTextContents();
}

/** In the invite dialog of a policy with modules: the first box of that name. */
export async function setPermission(page: Page, name: RegExp): Promise<void> {
  await button(dialog(page), 'Set Permission').click();
  await page.getByRole('checkbox', { name }).first().check();
  await button(page, 'Done').click();
}
