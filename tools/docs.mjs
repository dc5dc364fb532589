// Writes what is documented from the code that it documents; with --check it only says whether that is up to date.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'packages/drizzle-guard/dist');
const require = createRequire(import.meta.url);
const { explainAll } = require(path.join(dist, 'index.js'));
const { targets } = require(path.join(dist, 'commands.targets.js'));
const bin = path.join(root, 'packages/drizzle-guard/bin/drizzle-guard.js');

function findingsPage() {
  const all = explainAll();
  const section = ({ code, kind, text }) =>
    `### ${code}\n\n${kind === 'failure' ? '' : `Severity: ${kind}.\n\n`}${text}\n`;
  return [
    '# Findings and errors',
    'What `drizzle-guard explain <code>` prints. The severity of a finding can be changed, or the finding switched off, under `"checks"` in drizzle-guard.json.',
    '## Findings (exit code 1, unless they are warnings)',
    ...all.filter(({ kind }) => kind !== 'failure').map(section),
    '## Errors (exit code 2: could not do it)',
    ...all.filter(({ kind }) => kind === 'failure').map(section),
  ].join('\n\n');
}

function commandsPage() {
  const help = (...args) =>
    execFileSync(process.execPath, [bin, ...args, '--help'], { encoding: 'utf8' }).trimEnd();
  const names = [...help().matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name);
  const block = (text) => `\`\`\`\n${text}\n\`\`\``;
  return ['# Commands', block(help()), ...names.flatMap((name) => [`## ${name}`, block(help(name))])].join(
    '\n\n',
  );
}

/** The plugin's README, with the table of the targets made anew. */
function pluginPage() {
  const readme = readFileSync(path.join(root, 'packages/nx-drizzle/README.md'), 'utf8');
  const rows = targets.map(({ name, command, args = [], configurations }) => {
    const runs = ['drizzle-guard', command, ...args].join(' ');
    const environments = configurations ? '`development staging production`' : '';
    return `| \`${name}\` | \`${runs}\` | ${environments} |\n`;
  });
  return readme.replace(/(?<=^\| target .*\n\|[- |]*\n)(?:\|.*\n)+/m, rows.join(''));
}

const pages = {
  'docs/findings.md': findingsPage(),
  'docs/commands.md': commandsPage(),
  'packages/nx-drizzle/README.md': pluginPage(),
};
const checking = process.argv.includes('--check');
for (const [file, text] of Object.entries(pages)) {
  const absolute = path.join(root, file);
  const formatted = await format(text, { ...(await resolveConfig(absolute)), filepath: absolute });
  if (!checking) writeFileSync(absolute, formatted);
  else if (readFileSync(absolute, 'utf8') !== formatted) {
    process.stderr.write(`${file} is not what the code says; run \`npm run docs\`\n`);
    process.exitCode = 1;
  }
}
