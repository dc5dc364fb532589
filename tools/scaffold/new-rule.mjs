// npm run new-rule -- <code> [about]: the files of a new rule, its place in the list, and what is left to write.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const SRC = 'packages/drizzle-guard/src';
const TESTS = 'packages/drizzle-guard/test';
const INDEX = `${SRC}/rules/index.ts`;
const USAGE =
  'usage: npm run new-rule -- <code> [about], a noun phrase of the fault in kebab-case, as in index-gap, and one of';

const ruleText = (code, name, about) => `import { defineRule } from '../rule';

export const ${name} = defineRule({
  code: '${code}',
  severity: 'error',
  explain: '',
  effect: '',
  traits: [],
  find: {
    ${about}() {
      return [];
    },
  },
  wayOut: ({ help }) => [help],
});
`;

/** Of a structure rule a history is spoilt; what the others look at is a context that the test makes. */
const testText = (code, about) =>
  about === 'structure'
    ? `import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

test('${code} is found', async () => {
  // A sound history, to be spoilt in the way that the rule is about.
  expect(await findingsOf(['0000_a', '0001_b'])).toMatchObject([
    { code: '${code}', migration: '0001_b', message: '', help: '' },
  ]);
});
`
    : `import { expect, test } from 'vitest';
import { found } from '../../../test/found';
import type { Contexts } from '../contexts';

test('${code} is found', () => {
  // What the rule looks at, with the fault that it is about.
  const context = {} as Contexts['${about}'];
  expect(found('${about}', context)).toMatchObject([{ code: '${code}', message: '', help: '' }]);
});
`;

const nextSteps = (code, about) => `
next
  - write the rule in ${code}.ts: its severity, its words, its explanation, what it does to people (effect), who asks for it (traits; rule.ts lists them), and the way out where the help is not all of it
  - spoil what it looks at in ${code}.test.ts
  - move it in rulesAbout.${about} to where its cause belongs: what comes first explains what comes after
${
  about === 'structure' || about === 'base'
    ? `  - add ways to spoil a history to the two lists in ${TESTS}/defects, or say there why a layout cannot have it\n`
    : ''
}  - npx vitest run ${SRC}/rules ${TESTS}/defects    fails until all of that is done
  - npm run build && npm run docs    gives it its section in docs/findings.md
`;

/** The kinds of context that there are, as the list in index.ts has them. */
function kinds() {
  return [...read(INDEX).matchAll(/^ {2}(\w+): \[/gm)].map(([, about]) => about);
}

/** Why a code cannot be that of a new rule, or null. */
function refusalOf(code, about) {
  if (!/^[a-z]+(-[a-z]+)+$/.test(code ?? '') || !kinds().includes(about))
    return `${USAGE} ${kinds().join(', ')} (default: structure)`;
  const taken = kinds()
    .flatMap((kind) => ['.ts', '.test.ts'].map((end) => `${SRC}/rules/${kind}/${code}${end}`))
    .find((file) => existsSync(path.join(root, file)));
  if (taken) return `${taken} is there already`;
  if (new RegExp(`^ {2}'${code}':`, 'm').test(read(`${SRC}/errors/explanations.ts`)))
    return `${code} is the code of an error (${SRC}/errors/explanations.ts), and explain could not tell the two apart`;
  return null;
}

/** The text of rules/index.ts with one more rule: imported in order of the files, and last of its kind. */
function withRule(index, code, name, about) {
  const file = `./${about}/${code}`;
  const imports = [...index.matchAll(/^import .* from '(.+)';\n/gm)];
  const next = imports.find(([, other]) => other > file) ?? { index: endOf(imports.at(-1)) };
  const imported = `${index.slice(0, next.index)}import { ${name} } from '${file}';\n${index.slice(next.index)}`;
  return imported.replace(
    new RegExp(`^( {2}${about}: \\[)([^\\]]*?),?\\s*\\]`, 'm'),
    (_, open, rest) => `${listed(open, [...rest.split(',').map((one) => one.trim()), name].filter(Boolean))}`,
  );
}

/** As prettier writes a list: in one line where there is room. */
function listed(open, names) {
  const line = `${open}${names.join(', ')}]`;
  return line.length < 110 ? line : `${open}\n${names.map((name) => `    ${name},\n`).join('')}  ]`;
}

function endOf(match) {
  return match.index + match[0].length;
}

function read(file) {
  return readFileSync(path.join(root, file), 'utf8');
}

const [code, about = 'structure'] = process.argv.slice(2);
const refusal = refusalOf(code, about);
if (refusal) {
  process.stderr.write(`${refusal}\nnothing was written\n`);
  process.exitCode = 2;
} else {
  const name = code.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
  const files = {
    [`${SRC}/rules/${about}/${code}.ts`]: ruleText(code, name, about),
    [`${SRC}/rules/${about}/${code}.test.ts`]: testText(code, about),
    [INDEX]: withRule(read(INDEX), code, name, about),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    process.stdout.write(`wrote ${file}\n`);
  }
  process.stdout.write(nextSteps(code, about));
}
