// Renders the contract for people.
//
//   node api/build-docs.mjs OUT         writes OUT/docs.html, OUT/docs.css and OUT/openapi.json
//   node api/build-docs.mjs --errors    prints docs/errors.md
//
// The page needs nothing but its stylesheet: no script, no inline style, no other host. Each error code has the anchor
// `error-CODE`, which the `type` of a problem points to.

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorCodesOf, operationsOf, readContract, readSentences, resolve } from './contract.mjs';

const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
/// The little Markdown that descriptions use: `code` and **strong**.
const inline = (text) =>
  escape(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');
const paragraphs = (text) => (text ?? '').trim().split(/\n\n+/).filter(Boolean).map((p) => `<p>${inline(p)}</p>`).join('\n');
const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
const name_of = (node) => node?.$ref?.split('/').pop();

/// What a value is, in a few words, with links to named schemas.
function kind(schema) {
  if (schema === undefined || schema === true) return 'anything';
  if (schema.$ref) return `<a href="#schema-${name_of(schema)}">${name_of(schema)}</a>`;
  if ('const' in schema) return `<code>${escape(JSON.stringify(schema.const))}</code>`;
  if (schema.enum) return schema.enum.map((value) => `<code>${escape(value)}</code>`).join(' or ');
  if (schema.oneOf) return schema.oneOf.map(kind).join(' or ');
  if (schema.type === 'array') return `list of ${kind(schema.items)}`;
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  return `${schema.type ?? 'anything'}${schema.format && schema.format !== 'password' ? ` (${schema.format})` : ''}`;
}

function bounds(schema) {
  const said = [];
  if (schema.minLength > 1) said.push(`at least ${schema.minLength} characters`);
  if (schema.maxLength) said.push(`at most ${schema.maxLength} characters`);
  if (schema.minItems) said.push(`at least ${schema.minItems}`);
  if (schema.maxItems) said.push(`at most ${schema.maxItems}`);
  if (schema.minimum !== undefined && schema.maximum !== undefined) said.push(`${schema.minimum} to ${schema.maximum}`);
  if (schema.default !== undefined) said.push(`default <code>${escape(schema.default)}</code>`);
  return said.length ? ` <span class="soft">${said.join(', ')}</span>` : '';
}

const row = (term, definition) => `<div><dt>${term}</dt><dd>${definition}</dd></div>`;

function fields(schema) {
  const rows = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const optional = schema.required?.includes(name) ? '' : ' <span class="optional">optional</span>';
    const nested = property.type === 'object' && property.properties ? property : property.items?.properties ? property.items : undefined;
    const about = property.description ? `<p class="soft">${inline(property.description)}</p>` : '';
    return row(`<code>${escape(name)}</code>${optional}`, kind(property) + bounds(property) + about + (nested ? fields(nested) : ''));
  });
  return rows.length ? `<dl>${rows.join('')}</dl>` : '';
}

/// A value that the schema admits, to show.
function example(contract, schema, depth = 0) {
  const s = resolve(contract, schema);
  if (s === undefined || s === true || depth > 8) return {};
  if (s.examples) return s.examples[0];
  if ('const' in s) return s.const;
  if (s.default !== undefined) return s.default;
  if (s.enum) return s.enum[0];
  if (s.oneOf) return example(contract, s.oneOf[0], depth + 1);
  const type = Array.isArray(s.type) ? s.type[0] : s.type;
  if (type === 'array') return s.maxItems === 0 ? [] : [example(contract, s.items, depth + 1)];
  if (type === 'integer') return s.minimum ?? 1;
  if (type === 'boolean') return true;
  if (type === 'object') return Object.fromEntries(Object.entries(s.properties ?? {}).map(([key, value]) => [key, example(contract, value, depth + 1)]));
  return '…';
}

function sample(contract, label, schema) {
  const resolved = resolve(contract, schema);
  if (!resolved || (resolved.type === 'string' && !resolved.examples)) return '';
  return `<details><summary>${label}</summary><pre><code>${escape(JSON.stringify(example(contract, schema), null, 2))}</code></pre></details>`;
}

const credentials = { session_cookie: 'session cookie', session_token: 'session token', service_key: 'service key' };

function operation_article(contract, { path, method, operation }) {
  const parts = [`<article id="${operation.operationId}">`, `<h3>${inline(operation.summary)}</h3>`];
  parts.push(`<p class="route"><code><span class="method ${method}">${method.toUpperCase()}</span> ${escape(path)}</code></p>`);
  parts.push(paragraphs(operation.description));
  const keys = operation.security.flatMap((entry) => Object.keys(entry));
  parts.push(`<p class="soft">${keys.length ? `By ${keys.map((key) => credentials[key]).join(' or ')}.` : 'Needs no credential.'}</p>`);
  const parameters = (operation.parameters ?? []).map((p) => resolve(contract, p)).filter((p) => p.in !== 'path');
  if (parameters.length) {
    const rows = parameters.map((p) => row(`<code>${escape(p.name)}</code>${p.required ? '' : ' <span class="optional">optional</span>'}`, `${kind(p.schema)}${bounds(p.schema)}<p class="soft">${inline(p.description)}</p>`));
    parts.push(`<h4>Parameters</h4><dl>${rows.join('')}</dl>`);
  }
  const request = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  if (request) {
    parts.push(`<h4>Request body${operation.requestBody.required ? '' : ' <span class="optional">optional</span>'}: ${kind(request)}</h4>`);
    parts.push(fields(resolve(contract, request)), sample(contract, 'Example request', request));
  }
  const answers = Object.entries(operation.responses).filter(([status]) => Number(status) < 400);
  parts.push('<h4>Answers</h4><dl>');
  for (const [status, given] of answers) {
    const answer = resolve(contract, given);
    const [type, content] = Object.entries(answer.content ?? {})[0] ?? [];
    const headers = Object.keys(answer.headers ?? {});
    const shape = content ? `: ${type === 'application/json' ? kind(content.schema) : `<code>${escape(type)}</code>`}` : '';
    const also = headers.length ? `<p class="soft">With ${headers.map((h) => `<code>${escape(h)}</code>`).join(', ')}.</p>` : '';
    parts.push(row(`<code>${status}</code>`, inline(answer.description).replace(/\.$/, '') + shape + also + (content ? sample(contract, 'Example answer', content.schema) : '')));
  }
  parts.push('</dl>');
  if (operation['x-codes'].length) {
    parts.push('<h4>Refusals of its own</h4><ul class="codes">', ...operation['x-codes'].map((code) => `<li><a href="#error-${code}"><code>${code}</code></a></li>`), '</ul>');
  }
  parts.push('</article>');
  return parts.join('\n');
}

function page(contract, sentences) {
  const operations = operationsOf(contract);
  const { info } = contract;
  const link = (href, text) => `<li><a href="#${href}">${text}</a></li>`;
  // The other methods of one path that answer alike are one entry.
  const listed = operations.filter(({ path, method }) => !contract.paths[path]['x-prefix'] || method === 'get');
  const of_tag = (tag) => listed.filter(({ operation }) => operation.tags[0] === tag.name);
  const nav = contract.tags.map((tag) => `<h2>${escape(tag.name)}</h2><ul>${of_tag(tag).map(({ operation }) => link(operation.operationId, inline(operation.summary))).join('')}</ul>`);
  const sections = contract.tags.map((tag) => {
    const articles = of_tag(tag).map((entry) => {
      const about = contract.paths[entry.path]['x-prefix'] && contract.paths[entry.path].description;
      return operation_article(contract, about ? { ...entry, operation: { ...entry.operation, description: about } } : entry);
    });
    return `<section id="${slug(tag.name)}"><h2>${escape(tag.name)}</h2>${paragraphs(tag.description)}${articles.join('\n')}</section>`;
  });
  const errors = errorCodesOf(contract).map(({ code, status, seen_in, meaning }) => {
    const say = sentences[code];
    const where = { problem: `a problem with status ${status}`, errors: 'beside a field', outcome: 'the outcome of a row' };
    return `<article id="error-${code}"><h3><code>${code}</code></h3>${paragraphs(meaning)}<p class="soft">Seen as ${seen_in.map((w) => where[w]).join(', or ')}.</p>
<dl>${row('Title', escape(say.title.en))}${row('Detail', escape(say.detail.en))}${row('Remedy', escape(say.remedy.en))}</dl></article>`;
  });
  const schemas = Object.entries(contract.components.schemas).map(([name, schema]) => {
    const shape = schema.properties ? fields(schema) : `<p>${kind(schema)}${bounds(schema)}</p>`;
    return `<article id="schema-${name}"><h3>${name}</h3>${paragraphs(schema.description)}${shape}</article>`;
  });
  const common = contract['x-common-codes'].map((code) => `<li><a href="#error-${code}"><code>${code}</code></a></li>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(info.title)} API</title>
<link rel="stylesheet" href="docs.css">
</head>
<body>
<a class="skip" href="#main">Skip to the contents</a>
<nav aria-label="Contents">
<a class="name" href="#main">${escape(info.title)} API</a>
${nav.join('\n')}
<h2>Reference</h2><ul>${link('errors', 'Error codes')}${link('schemas', 'Schemas')}<li><a href="openapi.json">openapi.json</a></li></ul>
</nav>
<main id="main">
<h1>${escape(info.title)} API</h1>
<p class="lead">${inline(info.summary)}</p>
${paragraphs(info.description)}
${sections.join('\n')}
<section id="errors"><h2>Error codes</h2><p>What a refusal says, in English. Any operation can also answer one of these:</p><ul class="codes">${common}</ul>
${errors.join('\n')}</section>
<section id="schemas"><h2>Schemas</h2><p>The bodies, by name.</p>
${schemas.join('\n')}</section>
</main>
</body>
</html>
`;
}

function errors_page(contract, sentences) {
  const cell = (text) => text.replaceAll('|', '\\|');
  const where = { problem: 'problem', errors: 'field', outcome: 'row' };
  const rows = errorCodesOf(contract).map(({ code, status, seen_in, meaning }) => {
    const say = sentences[code];
    return `| <a id="error-${code}"></a>\`${code}\` | ${status} | ${seen_in.map((w) => where[w]).join(', ')} | ${cell(meaning)} | ${cell(`${say.detail.en} ${say.remedy.en}`)} |`;
  });
  return `# Error codes

Generated from \`api/openapi.yaml\` and \`locales/problems.toml\` by \`node api/build-docs.mjs --errors\`.

A code is stable; its sentences may change. *Seen as*: a **problem** is the \`code\` of an \`application/problem+json\` answer
with that status; a **field**'s code stands in \`errors\` of a \`validation_failed\` problem (422); a **row**'s code is its
\`outcome\` in a call that takes many (200).

| code | status | seen as | meaning | what a person reads |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function main(args) {
  const contract = readContract();
  const sentences = readSentences();
  if (args[0] === '--errors') {
    process.stdout.write(errors_page(contract, sentences));
    return 0;
  }
  if (args.length !== 1 || args[0].startsWith('-')) {
    console.error('usage: node api/build-docs.mjs OUT | --errors');
    return 2;
  }
  mkdirSync(args[0], { recursive: true });
  writeFileSync(join(args[0], 'docs.html'), page(contract, sentences));
  writeFileSync(join(args[0], 'openapi.json'), JSON.stringify(contract));
  copyFileSync(fileURLToPath(new URL('docs.css', import.meta.url)), join(args[0], 'docs.css'));
  return 0;
}

process.exitCode = main(process.argv.slice(2));
