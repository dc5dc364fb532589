// npm run new-check -- <code>: the files of a new structure check, its place in the list, and what is left to write.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const SRC = 'packages/drizzle-guard/src';
const TESTS = 'packages/drizzle-guard/test';
const INDEX = `${SRC}/rules/index.ts`;

const ruleText = (code, name) => `import type { Check } from './check';

export const ${name}: Check = {
  code: '${code}',
  severity: 'error',
  explain: '',
  find() {
    return [];
  },
};
`;

const testText = (code) => `import { expect, test } from 'vitest';
import { findingsOf } from '../../test/histories';

test('${code} is found', async () => {
  // A sound history, to be spoilt in the way that the check is about.
  expect(await findingsOf(['0000_a', '0001_b'])).toMatchObject([
    { code: '${code}', migration: '0001_b', message: '', help: '' },
  ]);
});
`;

const nextSteps = (code) => `
next
  - write the rule, its words and its explanation in ${code}.ts, and spoil the history in ${code}.test.ts
  - move it in structureChecks to where its cause belongs: what comes first explains what comes after
  - add ways to spoil a history to the two lists in ${TESTS}/defects, or say there why a layout cannot have it
  - npx vitest run ${SRC}/rules ${TESTS}/defects    fails until all of that is done
  - npm run build && npm run docs    gives it its section in docs/findings.md
`;

/** Why a code cannot be that of a new check, or null. */
function refusalOf(code) {
  if (!/^[a-z]+(-[a-z]+)+$/.test(code ?? ''))
    return 'usage: npm run new-check -- <code>, a noun phrase of the fault in kebab-case, as in index-gap';
  const taken = ['.ts', '.test.ts'].map((end) => `${SRC}/rules/${code}${end}`).find(isThere);
  if (taken) return `${taken} is there already`;
  if (new RegExp(`^ {2}'${code}':`, 'm').test(read(`${SRC}/error-explanations.ts`)))
    return `${code} is the code of an error (${SRC}/error-explanations.ts), and explain could not tell the two apart`;
  return null;
}

/** The text of checks/index.ts with one more check: imported in order of the files, and last in the list. */
function withCheck(index, code, name) {
  const imports = [...index.matchAll(/^import .* from '\.\/(.+)';\n/gm)];
  const next = imports.find(([, file]) => file > code) ?? { index: endOf(imports.at(-1)) };
  const at = next.index;
  const imported = `${index.slice(0, at)}import { ${name} } from './${code}';\n${index.slice(at)}`;
  return imported.replace(/(structureChecks: readonly Check\[\] = \[\n(?: {2}\w+,\n)*)/, `$1  ${name},\n`);
}

function endOf(match) {
  return match.index + match[0].length;
}

function isThere(file) {
  return existsSync(path.join(root, file));
}

function read(file) {
  return readFileSync(path.join(root, file), 'utf8');
}

const [code] = process.argv.slice(2);
const refusal = refusalOf(code);
if (refusal) {
  process.stderr.write(`${refusal}\nnothing was written\n`);
  process.exitCode = 2;
} else {
  const name = code.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
  const files = {
    [`${SRC}/rules/${code}.ts`]: ruleText(code, name),
    [`${SRC}/rules/${code}.test.ts`]: testText(code),
    [INDEX]: withCheck(read(INDEX), code, name),
  };
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(path.join(root, file), text);
    process.stdout.write(`wrote ${file}\n`);
  }
  process.stdout.write(nextSteps(code));
}
