import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { EFFECTS, roomOf, rooms } from '../../../tools/rooms.mjs';

const SOURCE = path.join(__dirname, '../src');

interface Import {
  /** The importing file, from src. */
  file: string;
  /** As written. */
  specifier: string;
  onlyTypes: boolean;
}

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
const imports = files.flatMap((file) => importsOf(file, readFileSync(path.join(SOURCE, file), 'utf8')));

/** Everything that a file names of another: imports, exports of imports, `import()`, `require`, and types of modules. */
function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const note = (specifier: ts.Node | undefined, onlyTypes: boolean) => {
    if (specifier && ts.isStringLiteral(specifier))
      found.push({ file, specifier: specifier.text, onlyTypes });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, isOfTypes(node.importClause));
    if (ts.isExportDeclaration(node)) note(node.moduleSpecifier, isOfTypes(node));
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) note(node.argument.literal, true);
    if (ts.isCallExpression(node) && /^(?:import|require)$/.test(node.expression.getText()))
      note(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

function isOfTypes(clause: ts.ImportClause | ts.ExportDeclaration | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  if (ts.isImportClause(clause) && clause.name) return false;
  const names = ts.isImportClause(clause) ? clause.namedBindings : clause.exportClause;
  return names !== undefined && 'elements' in names && names.elements.every((element) => element.isTypeOnly);
}

const withoutEnding = (file: string) => file.replace(/\.ts$/, '');
const isRelative = ({ specifier }: Import) => specifier.startsWith('.');
const targetOf = ({ file, specifier }: Import) => path.posix.join(path.posix.dirname(file), specifier);

test('every file is in a room of the table', () => {
  expect(files.filter((file) => !roomOf(withoutEnding(file)))).toEqual([]);
});

test('the table has no circle: a room imports from those above it', () => {
  const names = rooms.map(({ name }) => name);
  const wrong = rooms.flatMap(({ name, imports, types }, at) =>
    [...imports, ...types]
      .filter((other) => !names.slice(0, at).includes(other))
      .map((other) => [name, other]),
  );
  expect(wrong).toEqual([]);
});

test('no import is against the table', () => {
  const against = imports.filter(isRelative).filter((one) => {
    const target = targetOf(one);
    const from = roomOf(withoutEnding(one.file))!;
    const to = roomOf(target);
    if (to === from || target === '../package.json') return false;
    const allowed = one.onlyTypes ? [...from.imports, ...from.types] : from.imports;
    return !to || !allowed.includes(to.name);
  });
  expect(against.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
});

test('a pure room has nothing of Node, git, drizzle-kit or a database', () => {
  const wrong = imports.filter(({ file, specifier }) => {
    const { pure, node } = roomOf(withoutEnding(file))!;
    return pure && EFFECTS.test(specifier) && !node.includes(specifier);
  });
  expect(wrong).toEqual([]);
});

test('CONTRIBUTING names every room in the order of the table, and says which are pure', () => {
  const text = readFileSync(path.join(SOURCE, '../../../CONTRIBUTING.md'), 'utf8');
  const told = [...text.matchAll(/^\| `([a-z]+)\/` +\| (\w+) +\|/gm)].map(([, name, kind]) => [name, kind]);
  const isFolder = (name: string) => files.some((file) => file.startsWith(`${name}/`)) && !name.includes('/');
  const isMixed = (name: string) => rooms.some((room) => room.name.startsWith(`${name}/`));
  const own = rooms.filter(({ name }) => isFolder(name));
  expect(told.map(([name]) => name)).toEqual(own.map(({ name }) => name));
  for (const { name, pure } of own)
    expect([name, told.find(([other]) => other === name)![1] === 'pure']).toEqual([
      name,
      pure && !isMixed(name),
    ]);
});

test('what every commit reads holds no rule: those are loaded where something is judged', () => {
  const read = ['cli.js', 'cli.run-hook.js'].map((file) =>
    readFileSync(path.join(SOURCE, '../dist', file), 'utf8'),
  );
  expect(read.join('')).not.toContain('Way out:');
  expect(readFileSync(path.join(SOURCE, '../dist/judging.evaluate.js'), 'utf8')).toContain('Way out:');
});
