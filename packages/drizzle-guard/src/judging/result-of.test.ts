import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  databaseCalled,
  FAILURE,
  finding,
  FOLDER,
  judgementOf,
  judgements,
  leftOut,
  part,
  stale,
  accepted,
  waiver,
} from '../../test/judgements';
import type { Part } from '../results/judged';
import { foundIn, resultOf } from './result-of';

const NOTHING = { waivers: [], baseline: [] };
const resultFor = (...parts: Part[]) => resultOf(judgementOf(parts), NOTHING, {});

const gap = finding('index-gap', { migration: '0003_c', severity: 'warning' });
const late = finding('late-migration', { migration: '0003_c' });
const mismatch = finding('snapshot-mismatch', { migration: '0003_c' });
const OWN = stale('column a is new');

test.each<[string, Part[], string[]]>([
  ['the structure alone', [part('structure')], ['base']],
  ['a schema that was judged', [part('structure'), part('schema')], ['base']],
  ['a schema that was left out', [part('structure'), leftOut('schema')], ['base', 'schema']],
  ['a base that was compared', [part('structure'), part('schema'), part('base')], []],
  ['a base that cannot be read', [part('structure'), part('schema'), leftOut('base')], ['base']],
  ['a base, and no schema', [part('structure'), leftOut('schema'), part('base')], ['schema']],
  ['a replay that proves', [part('structure'), part('schema'), part('replay')], ['base']],
  ['a replay that does not', [part('structure'), part('schema'), leftOut('replay')], ['base', 'replay']],
  [
    'neither schema nor base nor replay',
    [part('structure'), leftOut('schema'), leftOut('base'), leftOut('replay')],
    ['base', 'schema', 'replay'],
  ],
  ['all of them', [part('structure'), part('schema'), part('base'), part('replay')], []],
  // What went wrong is the error's to tell.
  ['a schema with an error', [part('structure'), part('schema', [], { error: FAILURE })], ['base']],
])('%s: what was not checked', (_, parts, notChecked) => {
  expect(resultFor(...parts).notChecked).toEqual(notChecked);
});

test('findings stand in the order of the parts', () => {
  const result = resultFor(
    part('structure', [gap]),
    part('schema', [OWN]),
    part('base', [late]),
    part('replay', [mismatch]),
  );
  expect(result.findings).toEqual([gap, OWN, late, mismatch]);
});

test('an error stands beside what was found before it', () => {
  const result = resultFor(part('structure', [gap]), part('schema', [], { error: FAILURE }));
  expect(result).toMatchObject({ error: FAILURE, findings: [gap] });
});

test('without an error, and where everything is as usual, there is no such key', () => {
  expect(resultFor(part('structure'))).toEqual({
    name: 'shop',
    dir: '.',
    dialect: 'postgresql',
    layout: 'journal',
    findings: [],
    notChecked: ['base'],
    migrationCount: 3,
  });
});

test('why a replay proves nothing is told', () => {
  const replay = leftOut('replay', { notProved: ['there is no shadow for mysql yet'] });
  expect(resultFor(part('structure'), replay).notProved).toBe('there is no shadow for mysql yet');
  expect(resultFor(part('structure'), part('replay'))).not.toHaveProperty('notProved');
});

test('of a folder that is not known only what the configuration states is told', () => {
  const parts = [part('schema', [], { error: FAILURE })];
  const stated = resultOf(judgementOf(parts, { folder: null }), NOTHING, {});
  expect(stated).toMatchObject({ dialect: 'postgresql', layout: null, migrationCount: 0, error: FAILURE });
  const database = databaseCalled('shop', { stated: null });
  expect(resultOf(judgementOf(parts, { folder: null, database }), NOTHING, {}).dialect).toBeNull();
});

test('the dialect that the folder says counts before the one that is stated', () => {
  const known = judgementOf([part('structure')], { folder: { ...FOLDER, dialect: 'sqlite' } });
  expect(foundIn(known).dialect).toBe('sqlite');
  const unknown = judgementOf([part('structure')], { folder: { ...FOLDER, dialect: null } });
  expect(foundIn(unknown).dialect).toBeNull();
});

test('what was accepted is counted and taken out; what is gone is counted', () => {
  const judgement = judgementOf([part('structure', [gap, finding('orphan-sql')])]);
  const result = resultOf(
    judgement,
    { waivers: [waiver('index-gap')], baseline: [finding('orphan-sql'), finding('missing-sql')] },
    {},
  );
  expect(result).toMatchObject({ findings: [], waived: 1, older: 1, gone: 1 });
});

test('nothing accepted, nothing counted', () => {
  const result = resultFor(part('structure', [gap]));
  for (const key of ['waived', 'older', 'gone', 'error', 'notProved']) expect(result).not.toHaveProperty(key);
});

test('entries of another database, or of what was not looked at, are not gone', () => {
  const baseline = [finding('missing-sql', { database: 'blog' }), OWN, late, mismatch];
  const result = resultOf(judgementOf([part('structure'), leftOut('schema')]), { waivers: [], baseline }, {});
  expect(result).not.toHaveProperty('gone');
  const looked = judgementOf([part('structure'), part('schema'), part('replay')]);
  expect(resultOf(looked, { waivers: [], baseline }, {}).gone).toBe(2);
});

test('an entry of a code that another version knows is not gone', () => {
  const baseline = [{ ...finding('index-gap'), code: 'of-tomorrow' }];
  expect(resultOf(judgementOf([part('structure')]), { waivers: [], baseline }, {})).not.toHaveProperty(
    'gone',
  );
});

test('with what was accepted still among the findings nothing is counted', () => {
  expect(foundIn(judgementOf([part('structure', [gap])]))).toMatchObject({ findings: [gap] });
});

test('no finding is lost, and none is invented', () => {
  fc.assert(
    fc.property(judgements, accepted, (judgement, given) => {
      const found = foundIn(judgement).findings;
      const { findings, waived = 0, older = 0 } = resultOf(judgement, given, {});
      const own = findings.filter(({ code }) => code !== 'unused-waiver');
      expect(own.length + waived + older).toBe(found.length);
      expect(own).toEqual(found.filter((one) => own.includes(one)));
    }),
  );
});

test('the more is accepted, the less is told', () => {
  fc.assert(
    fc.property(judgements, accepted, accepted, (judgement, given, more) => {
      const both = {
        waivers: [...given.waivers, ...more.waivers],
        baseline: [...given.baseline, ...more.baseline],
      };
      const told = resultOf(judgement, given, { 'unused-waiver': 'off' }).findings;
      for (const one of resultOf(judgement, both, { 'unused-waiver': 'off' }).findings)
        expect(told).toContain(one);
    }),
  );
});
