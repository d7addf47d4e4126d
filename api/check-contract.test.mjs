import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContractChecker } from './check-contract.mjs';
import { errorCodesOf, operationsOf, readContract, readSentences } from './contract.mjs';

const problem = (code, status, more = {}) =>
  JSON.stringify({ type: `http://127.0.0.1:8080/docs#error-${code}`, title: 'T', status, detail: 'D', code, request_id: 'req_1', remedy: 'R', ...more });
const refused = (more) => ({ method: 'GET', path: '/v1/me', status: 401, content_type: 'application/problem+json', request_body: null, body: problem('unauthenticated', 401), headers: { 'www-authenticate': 'Bearer' }, test: 'T', ...more });
const id = (prefix) => `${prefix}_01jz3v6q4wf8r9k2m5n7p0x1yt`;
const user = { id: id('usr'), email: 'mina@example.org', name: 'Mina', locale: 'ko', created_at: '2026-03-01T09:30:00.000Z' };
const me = (more) => ({ method: 'GET', path: '/v1/me', status: 200, content_type: 'application/json', request_body: null, body: JSON.stringify(user), headers: { etag: '"1"' }, test: 'T', ...more });
const violations = (...exchanges) => {
  const checker = new ContractChecker();
  exchanges.forEach((exchange) => checker.check(exchange));
  return [...checker.violations.keys()];
};

test('a true exchange violates nothing', () => {
  assert.deepEqual(violations(me(), refused(), me({ method: 'HEAD', body: '' })), []);
});

test('an undocumented field, a missing field and a wrong time are found', () => {
  assert.match(violations(me({ body: JSON.stringify({ ...user, password: 'x' }) }))[0], /additional properties \(password\)/);
  assert.match(violations(me({ body: JSON.stringify({ ...user, locale: undefined }) }))[0], /locale/);
  assert.match(violations(me({ body: JSON.stringify({ ...user, created_at: '2026-03-01T09:30:00Z' }) }))[0], /created_at/);
});

test('an undocumented status, content type and path are found', () => {
  assert.match(violations(me({ status: 202 }))[0], /status is not in the contract/);
  assert.match(violations(me({ content_type: 'text/html' }))[0], /content type text\/html/);
  assert.match(violations(me({ path: '/v1/secrets' }))[0], /path is not in the contract/);
  assert.deepEqual(violations(refused({ path: '/v1/secrets', status: 404, body: problem('not_found', 404), headers: {} })), []);
  assert.deepEqual(violations(refused({ method: 'PUT', status: 405, body: problem('method_not_allowed', 405), headers: {} })), []);
  assert.match(violations(me({ method: 'PUT' }))[0], /method is not in the contract/);
});

test('a code that the operation does not have, or another status than the code has, is found', () => {
  assert.match(violations(refused({ body: problem('plan_stale', 401) })).join('\n'), /plan_stale is not in x-codes/);
  assert.match(violations(refused({ body: problem('unauthenticated', 403) })).join('\n'), /problem says status 403/);
  assert.match(violations(refused({ body: problem('made_up', 401) })).join('\n'), /made_up is no problem's code/);
  assert.deepEqual(violations(refused({ status: 503, body: problem('overloaded', 503), headers: { 'retry-after': '1' } })), []);
  assert.match(violations(refused({ status: 503, body: problem('overloaded', 503), headers: {} }))[0], /Retry-After is missing/);
});

test('a field at fault has its own code', () => {
  const answer = (code) => refused({ method: 'PATCH', status: 422, request_body: '{"x":1}', headers: {}, body: problem('validation_failed', 422, { errors: [{ pointer: '/x', code, detail: 'D' }] }) });
  assert.deepEqual(violations(answer('unknown_field')), []);
  assert.match(violations(answer('role_unknown'))[0], /role_unknown is not in x-codes/);
  assert.match(violations(answer('forbidden'))[0], /forbidden is no field's code/);
});

test('a row that was left out has a code, and counts as reached', () => {
  const row = { index: 0, email: 'x', outcome: 'invalid_address', code: 'invalid_address', detail: 'D', remedy: 'R' };
  const invite = (result) => me({ method: 'POST', path: `/v1/accounts/${id('acc')}/invitations`, request_body: '{"invitees":[{"email":"x"}]}', headers: { 'roster-revision': '7' }, body: JSON.stringify({ summary: { invited: 0, left_out: 1 }, results: [result] }) });
  const checker = new ContractChecker();
  checker.check(invite(row));
  assert.deepEqual([...checker.violations.keys()], []);
  assert.ok(!checker.never_reached().includes('invalid_address'));
  assert.ok(!checker.never_exercised().includes('invite'));
  assert.notEqual(violations(invite({ ...row, code: undefined })).length, 0);
});

test('an accepted request is one that the contract accepts', () => {
  const patch = (path, request_body) => me({ method: 'PATCH', path, request_body });
  assert.deepEqual(violations(patch('/v1/me', '{"name":"Mina"}')), []);
  assert.match(violations(patch('/v1/me', '{"nick":"Mina"}'))[0], /accepted a request body/);
  assert.match(violations(patch('/v1/me?dryrun=true', '{"name":"Mina"}'))[0], /query parameter dryrun/);
});

test('literal paths go before templates, and a prefix takes every path below it', () => {
  const checker = new ContractChecker();
  const headers = Object.fromEntries(['user', 'email'].map((n) => [`x-auth-request-${n}`, '']).concat(['account', 'role', 'permissions'].map((n) => [`x-auth-${n}`, ''])));
  checker.check({ ...me(), path: '/forward-auth/a/b?account=x', content_type: '', body: '', headers });
  assert.deepEqual([...checker.violations.keys()], []);
  checker.check(refused({ method: 'POST', path: `/v1/accounts/${id('acc')}/members/bulk` }));
  assert.deepEqual([...checker.violations.keys()], []);
});

test('codes: one table, three languages, and every code can be answered somewhere', () => {
  const contract = readContract();
  const sentences = readSentences();
  const codes = errorCodesOf(contract).map(({ code }) => code);
  assert.deepEqual(Object.keys(sentences).sort(), [...codes].sort());
  for (const [code, entry] of Object.entries(sentences)) {
    for (const part of ['title', 'detail', 'remedy']) {
      for (const language of ['en', 'fr', 'ko']) {
        const text = entry[part][language];
        assert.ok(text, `${code}.${part}.${language}`);
        for (const [, name] of text.matchAll(/\{(\w+)\}/g)) assert.ok(entry.params?.includes(name), `${code}: {${name}} is not in params`);
      }
      assert.doesNotMatch(entry[part].fr, /[^\u202f][;?!»]|« ?[^\u202f]/, `${code}.${part}.fr: narrow spaces`);
    }
  }
  const said = new Set([...contract['x-common-codes'], ...operationsOf(contract).flatMap(({ operation }) => operation['x-codes'])]);
  for (const code of said) assert.ok(codes.includes(code), `${code} is not in x-error-codes`);
  for (const { code, seen_in } of errorCodesOf(contract)) {
    if (seen_in.some((where) => where !== 'outcome')) assert.ok(said.has(code), `${code} is answered by no operation`);
  }
});
