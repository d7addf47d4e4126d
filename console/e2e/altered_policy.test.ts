/** No text, title or rule of a policy is in the console: it shows whatever another file says. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectClean, openAs } from './support/browser';
import { repository } from './support/server';
import { button, dialog, rowOf, sees } from './support/steps';
import { type Person, World } from './support/world';

let world: World;
let owner: Person;
let account: string;

/** Every English text of the policy said another way, and every arrangement another one. */
function alter(policy: string): string {
  return policy
    .replace(/^id = "portal"/m, 'id = "studio"')
    .replace(/\ben = "([^"]*)"/g, 'en = "Zz $1"')
    .replace(/^(\w+)\.en = "([^"]*)"/gm, '$1.en = "Zz $2"')
    .replace(/^people = "tabs"/m, 'people = "one_list"')
    .replace(/^actions = "details"/m, 'actions = "row_buttons"')
    .replace(/^button_side = "left"/m, 'button_side = "right"')
    .replace(/^place = "configuration"/m, 'place = "navigation"')
    .replace(/^control = "checkboxes"/m, 'control = "switches"');
}

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'roster-policies-'));
  const source = join(repository, 'policies');
  for (const name of readdirSync(source)) writeFileSync(join(folder, name), readFileSync(join(source, name)));
  writeFileSync(join(folder, 'studio.toml'), alter(readFileSync(join(source, 'portal.toml'), 'utf8')));
  world = await World.start({ settings: `[policies]\nfolder = "${folder}"` });
  owner = await world.person('Elif Yilmaz');
  account = await world.account(owner, 'studio', undefined, 'Orbital Studio');
  await world.member(account, owner, 'Priya Raghavan', { permissions: ['reports:read'] });
});
afterAll(() => world.stop());

test('titles, columns, buttons and confirmations are the file’s words, where the file puts them', async () => {
  const page = await openAs(world, owner, `/a/${account}/users`);
  await page.getByRole('heading', { level: 1, name: 'Zz User Management' }).waitFor();
  for (const name of ['Zz User', 'Zz Permission type', 'Zz Last login'])
    await page.getByRole('columnheader', { name, exact: true }).waitFor();
  expect(await page.getByRole('tab').count(), 'one list now').toBe(0);
  const row = rowOf(page, 'Priya Raghavan');
  await row.getByText('Zz Set Permission').waitFor();
  await button(row, 'Zz Remove user').click();
  await sees(dialog(page), 'Zz Remove Priya Raghavan from Orbital Studio?');
  await button(dialog(page), 'Zz Remove user').waitFor();
  await button(dialog(page), 'Cancel').click();
  await button(page, 'Zz Invite users').click();
  await dialog(page).getByLabel('Zz Email addresses').waitFor();
  await button(dialog(page), 'Zz Send Invites').waitFor();
  await expectClean(page);
});

test('no sentence of a policy is a message of the console, and no policy, role or plan is named in its code', () => {
  const policies = join(repository, 'policies');
  const files = readdirSync(policies)
    .filter((name) => name !== 'modules.toml')
    .map((name) => readFileSync(join(policies, name), 'utf8'));
  const sentences = files
    .flatMap((text) => [...text.matchAll(/\ben = "([^"]*)"/g)].map((match) => match[1]!))
    .filter((sentence) => sentence.split(' ').length > 2);
  const source = join(repository, 'console/src');
  const messages = new Set(
    [...readFileSync(join(source, 'locales/en.po'), 'utf8').matchAll(/^msgid "(.*)"$/gm)].map((match) => match[1]),
  );
  expect(sentences.filter((sentence) => messages.has(sentence))).toEqual([]);

  // Words of the API and of the library that a policy uses as names too.
  const common = new Set(['all', 'user', 'default']);
  const ids = files.flatMap((text) => [...text.matchAll(/^(?:id = "|\[(?:roles|plans)\.)(\w+)/gm)].map((match) => match[1]!));
  const code = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !/\.test\.|schema\.d/.test(name),
  );
  const named = new RegExp(`['"\`](?:${ids.filter((id) => !common.has(id)).join('|')})['"\`]`);
  expect(code.filter((name) => named.test(readFileSync(join(source, name), 'utf8')))).toEqual([]);
});
