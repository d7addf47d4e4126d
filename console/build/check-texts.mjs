// The catalogues are complete: no message is missing or unused, none is without a translation, and every translation keeps the
// placeholders of its sentence. Extraction writes the catalogues anew, so a message that is not in them is a difference.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const languages = ['en', 'fr', 'ko'];
const file = (language) => `src/locales/${language}.po`;
const read = (language) => readFileSync(file(language), 'utf8');
const withoutHead = (text) => text.replace(/^msgid ""\nmsgstr ""\n("[^\n]*\n)*/, '');

const before = languages.map(read);
execFileSync('npx', ['lingui', 'extract', '--clean'], { stdio: ['ignore', 'ignore', 'inherit'] });
const faults = [];
languages.forEach((language, index) => {
  if (withoutHead(read(language)) !== withoutHead(before[index]))
    faults.push(`${file(language)} is not what the sources say: run "npx lingui extract --clean" and translate what is new`);
  writeFileSync(file(language), before[index]);
});

const unescape = (text) => text.replace(/\\n/g, '\n').replace(/\\"/g, '"').replace(/\\\\/g, '\\');
function messages(text) {
  return withoutHead(text)
    .split(/\n\n+/)
    .map((block) => {
      const lines = block.split('\n').filter((line) => !line.startsWith('#'));
      const part = (name) => {
        const start = lines.findIndex((line) => line.startsWith(`${name} "`));
        if (start < 0) return null;
        let end = start + 1;
        while (end < lines.length && lines[end].startsWith('"')) ++end;
        return unescape(
          lines
            .slice(start, end)
            .map((line) => line.slice(line.indexOf('"') + 1, -1))
            .join(''),
        );
      };
      return { id: part('msgid'), text: part('msgstr') };
    })
    .filter(({ id }) => id);
}
// Names in braces and the tags of parts of a sentence; the words of plurals are each language's own.
const withoutBranches = (text) => text.replace(/(?:\b(?:zero|one|two|few|many|other)|=\d+)\s*\{/g, '');
const marks = (text) => [...new Set(withoutBranches(text).match(/\{\w+|<\/?\d+\/?>/g) ?? [])].sort().join(' ');

for (const language of ['fr', 'ko'])
  for (const { id, text } of messages(read(language))) {
    if (!text) faults.push(`${language}: no translation of "${id}"`);
    else if (marks(text) !== marks(id)) faults.push(`${language}: other placeholders than "${id}": "${text}"`);
  }
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
