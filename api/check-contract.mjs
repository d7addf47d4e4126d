// Holds recorded exchanges of the test-suite against the contract.
//
//   node api/check-contract.mjs DIR [--complete]
//
// DIR has *.jsonl files, one exchange a line: {"method", "path", "status", "content_type", "request_body": string | null,
// "body", "headers": {lower-case name: value}, "test"}. Exit code 1 on any violation; with --complete also when an operation
// was never answered with success, or an error code was never reached.

import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { errorCodesOf, operationsOf, readContract, resolve } from './contract.mjs';

const lines_max = 50;
/// What a request to a path that the contract does not have may be answered with.
const refusals_of_unknown_paths = new Set([400, 404, 405, 413, 414, 421, 431, 503]);
const outcomes_of_success = new Set(['invited', 'done']);

const pointer = (...steps) => steps.map((step) => '/' + String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('');
const media_type = (content_type) => (content_type ?? '').split(';')[0].trim().toLowerCase();
const is_json = (type) => type === 'application/json' || type.endsWith('+json');
const is_success = (status) => status >= 200 && status < 400;

function read_json(text) {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return {};
  }
}

export class ContractChecker {
  constructor(contract = readContract()) {
    this.contract = contract;
    this.operations = operationsOf(contract);
    this.codes = new Map(errorCodesOf(contract).map((entry) => [entry.code, entry]));
    this.common = new Set(contract['x-common-codes']);
    this.exchanges = 0;
    this.exercised = new Set();
    this.reached = new Set();
    this.violations = new Map();
    this.validators = new Map();
    this.ajv = new Ajv2020({ strict: false, allErrors: true, discriminator: false });
    addFormats.default(this.ajv);
    this.ajv.addSchema(contract, 'contract');
    this.paths = Object.keys(contract.paths).map((path) => this.#path_row(path));
    // Literal paths before templates, as OpenAPI demands.
    this.paths.sort((a, b) => a.templates - b.templates);
  }

  #path_row(path) {
    const item = this.contract.paths[path];
    const source = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+');
    return { path, item, templates: path.split('{').length - 1, pattern: new RegExp(`^${source}${item['x-prefix'] ? '(/.*)?' : ''}$`) };
  }

  #find(method, path) {
    const row = this.paths.find(({ pattern }) => pattern.test(path));
    if (!row) return {};
    const name = method.toLowerCase();
    const own = row.item[name] ? name : undefined;
    const answers_as = own ?? (row.item.get && (name === 'head' || row.item['x-prefix']) ? 'get' : undefined);
    return { ...row, method: answers_as, operation: row.item[answers_as] };
  }

  #validate(where, value) {
    if (!this.validators.has(where)) this.validators.set(where, this.ajv.compile({ $ref: `contract#${encodeURI(where)}` }));
    const validator = this.validators.get(where);
    if (validator(value)) return undefined;
    // The deepest faults say most where alternatives were tried.
    const deepest = [...validator.errors].sort((a, b) => b.instancePath.length - a.instancePath.length).slice(0, 3);
    return deepest.map((e) => `${e.instancePath.replace(/\/\d+/g, '/*') || '/'} ${e.message}${e.params.additionalProperty ? ` (${e.params.additionalProperty})` : ''}`).join('; ');
  }

  /// Checks one exchange; what it violates is in `violations`.
  check(exchange) {
    this.exchanges += 1;
    const [path, query = ''] = exchange.path.split('?');
    const found = this.#find(exchange.method, path);
    const name = found.operation ? found.operation.operationId : `${exchange.method} ${found.path ?? path}`;
    const violated = (what) => {
      const line = `${name} ${exchange.status}: ${what}`;
      if (!this.violations.has(line)) this.violations.set(line, new Set());
      this.violations.get(line).add(exchange.test ?? '');
    };
    if (!found.path) {
      if (!refusals_of_unknown_paths.has(exchange.status)) violated('the path is not in the contract');
      this.#check_problem(exchange, undefined, violated);
      return;
    }
    if (!found.operation) {
      if (!refusals_of_unknown_paths.has(exchange.status) || exchange.status === 404) violated('the method is not in the contract');
      this.#check_problem(exchange, undefined, violated);
      return;
    }
    if (is_success(exchange.status)) {
      this.exercised.add(found.operation.operationId);
      // A page's query is its script's own matter.
      this.#check_request(exchange, found, new URLSearchParams(found.item['x-page'] ? '' : query), violated);
    }
    this.#check_answer(exchange, found, violated);
    this.#check_problem(exchange, found.operation, violated);
  }

  /// What was accepted must be what the contract says is accepted.
  #check_request(exchange, { path, method, operation }, query, violated) {
    const known = new Set((operation.parameters ?? []).map((p) => resolve(this.contract, p)).filter((p) => p.in === 'query').map((p) => p.name));
    for (const parameter of new Set(query.keys())) {
      if (!known.has(parameter)) violated(`accepted the query parameter ${parameter}, which is not in the contract`);
    }
    const content = operation.requestBody?.content;
    if (!content || !exchange.request_body) return;
    const type = Object.keys(content)[0];
    const { value } = read_json(exchange.request_body);
    const fault = this.#validate(pointer('paths', path, method, 'requestBody', 'content', type, 'schema'), value);
    if (fault) violated(`accepted a request body against the contract: ${fault}`);
  }

  #check_answer(exchange, { path, method, operation }, violated) {
    const key = operation.responses[exchange.status] ? String(exchange.status) : 'default';
    const given = operation.responses[key];
    if (!given) return violated('the status is not in the contract');
    const where = given.$ref ? given.$ref.slice(1) : pointer('paths', path, method, 'responses', key);
    const answer = resolve(this.contract, given);
    if (key === 'default' && exchange.status < 400) return violated('the status is not in the contract');
    for (const [header, spec] of Object.entries(answer.headers ?? {})) {
      if (resolve(this.contract, spec).required && !(header.toLowerCase() in exchange.headers)) violated(`the header ${header} is missing`);
    }
    if (exchange.method.toUpperCase() === 'HEAD') {
      if (exchange.body) violated('an answer to HEAD has a body');
      return;
    }
    const type = media_type(exchange.content_type);
    if (!answer.content) {
      if (exchange.body) violated('there is a body where the contract has none');
      return;
    }
    if (!answer.content[type]) return violated(`the content type ${type || '(none)'} is not in the contract`);
    if (!is_json(type)) return;
    const { value } = read_json(exchange.body);
    if (value === undefined) return violated('the body is not JSON');
    const fault = this.#validate(where + pointer('content', type, 'schema'), value);
    if (fault) violated(`the body is against the contract: ${fault}`);
    const rows = Array.isArray(value.results) && value.summary ? value.results : [];
    for (const row of rows) this.#check_outcome(row, violated);
  }

  #check_outcome(row, violated) {
    if (outcomes_of_success.has(row.outcome)) return;
    this.reached.add(row.outcome);
    if (row.code !== row.outcome) violated(`a row's code ${row.code} is not its outcome ${row.outcome}`);
    if (!this.codes.get(row.outcome)?.seen_in.includes('outcome')) violated(`${row.outcome} is no outcome in x-error-codes`);
  }

  /// `operation` is absent where no operation was reached: then only common codes and `not_found` may be said.
  #check_problem(exchange, operation, violated) {
    if ([429, 503].includes(exchange.status) && !('retry-after' in exchange.headers)) violated('the header Retry-After is missing');
    if (exchange.status === 401 && !('www-authenticate' in exchange.headers)) violated('the header WWW-Authenticate is missing');
    if (media_type(exchange.content_type) !== 'application/problem+json' || exchange.method.toUpperCase() === 'HEAD') return;
    const { value: problem } = read_json(exchange.body);
    if (typeof problem !== 'object' || problem === null) return violated('the problem is not JSON');
    if (!operation) {
      const fault = this.#validate(pointer('components', 'schemas', 'Problem'), problem);
      if (fault) violated(`the problem is against the contract: ${fault}`);
    }
    const entry = this.codes.get(problem.code);
    this.reached.add(problem.code);
    if (!entry?.seen_in.includes('problem')) return violated(`${problem.code} is no problem's code in x-error-codes`);
    const own = new Set(operation?.['x-codes'] ?? ['not_found']);
    if (!own.has(problem.code) && !this.common.has(problem.code)) violated(`the code ${problem.code} is not in x-codes`);
    if (problem.status !== exchange.status) violated(`the problem says status ${problem.status}`);
    if (entry.status !== exchange.status) violated(`${problem.code} has status ${entry.status} in x-error-codes`);
    if (!String(problem.type).endsWith(`/docs#error-${problem.code}`)) violated(`the problem's type ${problem.type} does not point to its code`);
    for (const { code } of Array.isArray(problem.errors) ? problem.errors : []) {
      this.reached.add(code);
      if (!this.codes.get(code)?.seen_in.includes('errors')) violated(`${code} is no field's code in x-error-codes`);
      else if (!own.has(code)) violated(`the field's code ${code} is not in x-codes`);
    }
  }

  never_exercised() {
    return this.operations.map(({ operation }) => operation.operationId).filter((id) => !this.exercised.has(id));
  }

  never_reached() {
    return [...this.codes.keys()].filter((code) => !this.reached.has(code));
  }
}

async function main(args) {
  const complete = args.includes('--complete');
  const directory = args.find((arg) => !arg.startsWith('--'));
  if (!directory) {
    console.error('usage: node api/check-contract.mjs DIR [--complete]');
    return 2;
  }
  const checker = new ContractChecker();
  for (const file of readdirSync(directory).filter((f) => f.endsWith('.jsonl')).sort()) {
    // By lines: one test may have recorded more than a string can hold.
    for await (const line of createInterface({ input: createReadStream(join(directory, file)) })) {
      if (line.trim()) checker.check(JSON.parse(line));
    }
  }
  const lines = [...checker.violations].map(([what, tests]) => {
    const [first, ...others] = tests;
    return `${what}  [${first}${others.length ? ` and ${others.length} more` : ''}]`;
  });
  lines.slice(0, lines_max).forEach((line) => console.log(line));
  if (lines.length > lines_max) console.log(`… and ${lines.length - lines_max} more`);
  const idle = checker.never_exercised();
  const silent = checker.never_reached();
  console.log(`${checker.exchanges} exchanges, ${lines.length} violations`);
  console.log(`operations never answered with success (${idle.length}): ${idle.join(' ') || 'none'}`);
  console.log(`error codes never reached (${silent.length}): ${silent.join(' ') || 'none'}`);
  if (checker.exchanges === 0) {
    console.log('nothing was recorded');
    return 1;
  }
  return lines.length > 0 || (complete && idle.length + silent.length > 0) ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
