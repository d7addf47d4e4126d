import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { errorCodesOf, operationsOf, readContract } from './contract.mjs';

const script = fileURLToPath(new URL('build-docs.mjs', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'docs-'));
after(() => rmSync(out, { recursive: true }));
execFileSync(process.execPath, [script, out]);
const page = readFileSync(join(out, 'docs.html'), 'utf8');
const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

test('the page has an anchor for each error code, and for each operation', () => {
  for (const { code } of errorCodesOf(readContract())) assert.ok(ids.includes(`error-${code}`), code);
  for (const { operation, method, path } of operationsOf(readContract())) {
    assert.ok(ids.includes(operation.operationId) || (path === '/forward-auth' && method !== 'get'), operation.operationId);
  }
});

test('no link is dead and no anchor stands twice', () => {
  assert.equal(new Set(ids).size, ids.length);
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(target), target);
});

test('the page keeps to a strict content security policy', () => {
  assert.doesNotMatch(page, /<script|<style|\sstyle=|\son\w+=|<img|https?:\/\/[^"<]*"\s*(rel|>)/);
  assert.doesNotMatch(readFileSync(join(out, 'docs.css'), 'utf8'), /@import|url\(/);
});

test('openapi.json is the contract', () => {
  assert.deepEqual(JSON.parse(readFileSync(join(out, 'openapi.json'), 'utf8')), readContract());
});

test('docs/errors.md is as generated', () => {
  const generated = execFileSync(process.execPath, [script, '--errors'], { encoding: 'utf8' });
  assert.equal(readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8'), generated);
});
