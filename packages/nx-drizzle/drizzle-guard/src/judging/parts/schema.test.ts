import { repositoryRoot } from 'testkit';
import { expect, test } from 'vitest';
import { historyFiles, historyOf, JOURNAL } from '../../../test/histories';
import { databaseCalled } from '../../../test/judgements';
import { identifiedTree } from '../../../test/session';
import { readHistory } from '../../history/read-history';
import type { Evaluator } from '../../schema/evaluator';
import { bundleSchema } from '../../schema/judge-schema';
import type { Answer, Request } from '../../schema/protocol';
import { readSettings } from '../../schema/settings';
import { schemaPart } from './schema';

const SCHEMA = 'export const nothing = {};\n';
const shop = databaseCalled('shop');

/** The part, where evaluating gives this answer; packages are those of this repository. */
async function partOf(answer: Answer | null, files: Record<string, string>, severities = {}) {
  const asked: Request[] = [];
  const onDisk: string[] = [];
  const evaluator: Evaluator = {
    mode: 'stand-ins',
    environment: {},
    preload: () => undefined,
    environmentRead: new Set(),
    filesRead: [],
    close: async () => undefined,
    async ask(request) {
      asked.push(request);
      return answer!;
    },
  };
  const tree = identifiedTree({ 'src/schema.ts': SCHEMA, ...files }, repositoryRoot);
  const settings = await readSettings(tree, shop, () => evaluator);
  const history = await readHistory(tree, 'drizzle');
  const schema = await bundleSchema(tree, shop, settings, (file) => onDisk.push(file));
  const part = await schemaPart(shop, schema, { tree, history }, [], evaluator, severities);
  return { part, asked, onDisk };
}

const files = historyFiles(['0000_a']);
const ENVIRONMENT = { environmentRead: [], filesRead: [] };
const WANTED = { standIns: [], unset: [] };
const STALE: Answer = {
  ...ENVIRONMENT,
  ...WANTED,
  kind: 'stale',
  changes: ['table a is new', 'table b is new'],
  wanted: ['1f', '2e'],
  statements: ['CREATE TABLE a;'],
  ambiguous: false,
  unstable: [],
};

test('in sync: nothing is found', async () => {
  const { part } = await partOf({ ...ENVIRONMENT, ...WANTED, kind: 'in-sync' }, files);
  expect(part).toEqual({ about: 'schema', findings: [] });
});

test('stale: one finding with every change, about the schema’s file', async () => {
  const { part } = await partOf(STALE, files);
  expect(part.findings).toMatchObject([
    {
      code: 'stale-schema',
      severity: 'error',
      database: 'shop',
      file: 'src/schema.ts',
      details: ['table a is new', 'table b is new'],
    },
  ]);
  expect(part.missing).toBeUndefined();
});

test('at the severity in force', async () => {
  const { part } = await partOf(STALE, files, { 'stale-schema': 'warning' });
  expect(part.findings).toMatchObject([{ severity: 'warning' }]);
});

test('the newest snapshot is what the schema is compared with', async () => {
  const { asked } = await partOf(STALE, historyFiles(['0000_a', '0001_b']));
  const { migrations } = await historyOf(['0000_a', '0001_b']);
  expect(asked).toMatchObject([{ kind: 'schema', dialect: 'postgresql', previous: { kind: 'snapshot' } }]);
  expect(JSON.stringify(asked)).toContain(migrations[1]!.snapshot!.id);
});

test('it rests on the drizzle-kit that the package resolves', async () => {
  const { onDisk } = await partOf(STALE, files);
  expect(onDisk.some((file) => /drizzle-kit.package\.json$/.test(file))).toBe(true);
});

test.each<[string, Record<string, string>]>([
  ['a journal that cannot be read', { ...files, [JOURNAL]: '<<<<<<< ours' }],
  ['the newest migration without a snapshot', historyFiles([{ tag: '0000_a', snapshot: null }])],
])('%s: there is nothing to compare with, and it is kept what the schema says', async (_, given) => {
  const state = { tables: { 'public.a': { name: 'a', columns: { id: { name: 'id', type: 'text' } } } } };
  const answer: Answer = { ...ENVIRONMENT, ...WANTED, kind: 'state', text: JSON.stringify(state) };
  const { part, asked } = await partOf(answer, given);
  expect(part).toMatchObject({ about: 'schema', findings: [], missing: 'schema' });
  expect(part.schema!.file).toBe('src/schema.ts');
  expect(part.schema!.state.map(({ label }) => label)).toEqual(['table a', 'table a: column id']);
  expect(asked.map(({ kind }) => kind)).toEqual(['state']);
});

test('before the first migration it is compared with nothing', async () => {
  const { asked } = await partOf(STALE, {});
  expect(asked).toMatchObject([{ previous: { kind: 'empty' } }]);
});

test('what cannot be told is thrown, for the caller to put into a part', async () => {
  const cannot: Answer = { ...ENVIRONMENT, kind: 'cannot-tell', message: 'it ends', help: 'correct it' };
  await expect(partOf(cannot, files)).rejects.toMatchObject({
    code: 'cannot-evaluate',
    message: 'the schema of shop cannot be judged: it ends',
  });
});

test('what the schema was given in place of its variables is told, each once', async () => {
  const given: Answer = { ...STALE, standIns: ['DATABASE_URL'] };
  expect((await partOf(given, files)).part.standIns).toEqual(['DATABASE_URL']);
  expect((await partOf(STALE, files)).part).not.toHaveProperty('standIns');
});

test('what is another each time is not stale', async () => {
  const unstable = ['table users: column created_at'];
  const codesOf = async (more: object) =>
    (await partOf({ ...STALE, ...more } as Answer, files)).part.findings.map(({ code }) => code);
  expect(await codesOf({ changes: [], statements: [], unstable })).toEqual(['unstable-schema']);
  expect(await codesOf({ unstable })).toEqual(['stale-schema', 'unstable-schema']);
});
