// Reads the contract, and the sentences of its refusals.

import { readFileSync } from 'node:fs';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';

const beside = (path) => new URL(path, import.meta.url);
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export const readContract = () => parseYaml(readFileSync(beside('openapi.yaml'), 'utf8'));
export const readSentences = () => parseToml(readFileSync(beside('../locales/problems.toml'), 'utf8'));

/// Follows one `$ref` within the contract.
export function resolve(contract, node) {
  if (!node?.$ref) return node;
  return node.$ref
    .slice(2)
    .split('/')
    .reduce((at, step) => at[step.replaceAll('~1', '/').replaceAll('~0', '~')], contract);
}

/// [{path, method, operation}] in the order of the contract.
export const operationsOf = (contract) =>
  Object.entries(contract.paths).flatMap(([path, item]) =>
    methods.filter((method) => item[method]).map((method) => ({ path, method, operation: item[method] })),
  );

export const errorCodesOf = (contract) => contract.components['x-error-codes'];
