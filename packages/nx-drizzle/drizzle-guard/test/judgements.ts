import fc from 'fast-check';
import type { Failure } from '../src/errors/failure';
import type { Judgement } from '../src/judging/judgement';
import type { Folder, Part } from '../src/results/judged';
import type { Finding } from '../src/rules/finding';
import type { Code } from '../src/rules/index';
import type { Waiver } from '../src/rules/accepted';
import type { Database } from '../src/workspace/discover';

/** A database whose settings are stated, so that nothing has to be evaluated to know them. */
export function databaseCalled(name: string, more: Partial<Database> = {}): Database {
  return {
    name,
    dir: '.',
    packageName: name,
    configFile: 'drizzle.config.ts',
    environmentConfigs: {},
    stated: { dialect: 'postgresql', schema: ['src/schema.ts'], out: 'drizzle' },
    ...more,
  };
}

export const FOLDER: Folder = {
  dialect: 'postgresql',
  layout: 'journal',
  out: 'drizzle',
  migrationCount: 3,
};

export const FAILURE: Failure = { code: 'cannot-evaluate', message: 'it does not load', help: 'correct it' };

/** A finding of `shop`; its message is its code and its migration, so that another migration is another finding. */
export function finding(code: Code, more: Partial<Finding> = {}): Finding {
  const { migration } = more;
  return {
    code,
    severity: 'error',
    database: 'shop',
    message: migration === undefined ? code : `${code} ${migration}`,
    help: 'mend it',
    ...more,
  };
}

/** A stale schema with these changes. */
export function stale(...details: string[]): Finding {
  return finding('stale-schema', { message: details.join('\n'), details });
}

export function waiver(code: string, more: Partial<Waiver> = {}): Waiver {
  return { database: 'shop', code, reason: 'meant', ...more };
}

/** A part in which everything was looked at. */
export function part(
  about: Part['about'],
  findings: readonly Finding[] = [],
  more: Partial<Part> = {},
): Part {
  return { about, findings, ...more };
}

/** A part that was left out. */
export function leftOut(about: 'base' | 'schema' | 'replay', more: Partial<Part> = {}): Part {
  return part(about, [], { missing: about, ...more });
}

/** A judgement of `shop` whose folder is known. */
export function judgementOf(parts: readonly Part[], more: Partial<Judgement> = {}): Judgement {
  return { database: databaseCalled('shop'), folder: FOLDER, parts, restsOn: null, ...more };
}

/** One of `shop` in which only the structure was looked at. */
export function judgementWith(...findings: Finding[]): Judgement {
  return judgementOf([part('structure', findings)]);
}

const migration = fc.constantFrom('0001_a', '0002_b', '0003_c');
const severity = fc.constantFrom('error' as const, 'warning' as const);

function findingsOf(...codes: Code[]): fc.Arbitrary<Finding[]> {
  const one = fc.record({ code: fc.constantFrom(...codes), migration, severity });
  return fc.array(
    one.map(({ code, ...more }) => finding(code, more)),
    { maxLength: 5 },
  );
}

export const structureFindings = findingsOf('index-gap', 'orphan-sql', 'missing-sql');
export const baseFindings = findingsOf(
  'removed-migration',
  'edited-migration',
  'forked-history',
  'unmerged-fork',
  'late-migration',
);
export const staleFindings = fc
  .subarray(['column a is new', 'column b is new', 'column c is new'])
  .map((details) => (details.length === 0 ? [] : [stale(...details)]));

/** Findings of all parts that two of these have in common often. */
export const judgements: fc.Arbitrary<Judgement> = fc
  .record({ structure: structureFindings, schema: staleFindings, base: baseFindings })
  .map(({ structure, schema, base }) =>
    judgementOf([part('structure', structure), part('schema', schema), part('base', base)]),
  );

/** What a team has accepted, of which some is about such findings. */
export const accepted = fc.record({
  waivers: fc.array(
    fc
      .record({ code: fc.constantFrom('index-gap', 'orphan-sql', 'stale-schema', 'missing-sql'), migration })
      .map(({ code, migration: tag }) => waiver(code, code === 'stale-schema' ? {} : { migration: tag })),
    { maxLength: 3 },
  ),
  baseline: fc.tuple(structureFindings, staleFindings).map((both) => both.flat()),
});
