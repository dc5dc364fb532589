import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accepted,
  FAILURE,
  finding,
  judgementOf,
  judgements,
  judgementWith,
  part,
  stale,
  waiver,
} from '../../test/judgements';
import type { Inputs } from '../answers/inputs';
import { findingsIn } from './judgement';
import { newFindings, newsOf, type BaseNews, type ChangeTerms } from './news-of';

const NO_BASE: BaseNews = { blocking: [], warnings: [] };
const TERMS: ChangeTerms = { changed: [], accepted: { waivers: [], baseline: [] }, cannotTell: 'error' };

const gap = finding('index-gap', { migration: '0003_c', severity: 'warning' });
const orphan = finding('orphan-sql', { migration: '0003_c' });
const late = finding('late-migration', { migration: '0003_c' });

describe('what is new', () => {
  test('without a parent everything is', () => {
    expect(newsOf(judgementWith(gap, orphan), [], NO_BASE, TERMS)).toEqual({
      name: 'shop',
      blocking: [orphan],
      warnings: [gap],
      older: 0,
      failure: null,
      excuse: null,
    });
  });

  test('what a parent has is older, and neither stops nor warns', () => {
    const news = newsOf(judgementWith(gap, orphan), [judgementWith(orphan)], NO_BASE, TERMS);
    expect(news).toMatchObject({ blocking: [], warnings: [gap], older: 1 });
  });

  test('of several parents it is enough that one has it', () => {
    const parents = [judgementWith(orphan), judgementWith(gap)];
    expect(newsOf(judgementWith(gap, orphan), parents, NO_BASE, TERMS)).toMatchObject({
      blocking: [],
      warnings: [],
      older: 2,
    });
  });

  test('another migration is another finding', () => {
    const other = finding('orphan-sql', { migration: '0004_d' });
    const news = newsOf(judgementWith(orphan, other), [judgementWith(orphan)], NO_BASE, TERMS);
    expect(news).toMatchObject({ blocking: [other], older: 1 });
  });

  test('the line to which it has moved does not make it new', () => {
    const news = newsOf(judgementWith({ ...orphan, line: 9 }), [judgementWith(orphan)], NO_BASE, TERMS);
    expect(news).toMatchObject({ blocking: [], older: 1 });
  });

  test('a parent that could not be judged makes nothing older', () => {
    const unjudged = judgementOf([part('schema', [], { error: FAILURE })], { folder: null });
    expect(newsOf(judgementWith(orphan), [unjudged], NO_BASE, TERMS).blocking).toEqual([orphan]);
  });

  test.each([
    ['the same changes', ['a', 'b'], [['a', 'b']], 1],
    ['fewer changes than before', ['a'], [['a', 'b']], 1],
    ['more changes than before', ['a', 'b', 'c'], [['a', 'b']], 0],
    ['changes all of which one parent has', ['a', 'b'], [['c'], ['a', 'b', 'c']], 1],
  ])('a stale schema with %s', (_, now, before, older) => {
    const judged = (changes: readonly string[]) => judgementOf([part('schema', [stale(...changes)])]);
    const news = newsOf(judged(now), before.map(judged), NO_BASE, TERMS);
    expect([news.older, news.blocking.length]).toEqual([older, 1 - older]);
  });
});

describe('what was accepted', () => {
  test.each([
    ['a waiver', { waivers: [waiver('orphan-sql')], baseline: [] }],
    ['the baseline', { waivers: [], baseline: [orphan] }],
  ])('by %s is neither new nor older, also where a parent has it', (_, given) => {
    for (const parents of [[], [judgementWith(orphan)]])
      expect(newsOf(judgementWith(orphan), parents, NO_BASE, { ...TERMS, accepted: given })).toMatchObject({
        blocking: [],
        warnings: [],
        older: 0,
      });
  });

  test('holds for what is said of the base too', () => {
    const ofBase = { blocking: [late], warnings: [{ ...orphan, severity: 'warning' as const }] };
    const terms = { ...TERMS, accepted: { waivers: [waiver('late-migration')], baseline: [orphan] } };
    expect(newsOf(judgementWith(), [], ofBase, terms)).toMatchObject({ blocking: [], warnings: [] });
  });
});

describe('what is said of the base', () => {
  test('comes after what the state itself has, and only an error stops', () => {
    const mild = { ...late, severity: 'warning' as const };
    const ofBase = { blocking: [late, mild], warnings: [gap] };
    const news = newsOf(judgementWith(orphan), [], ofBase, TERMS);
    expect(news).toMatchObject({ blocking: [orphan, late], warnings: [mild, gap] });
  });

  test('is never older than the change: what a parent did was taken out before', () => {
    const ofBase = { blocking: [late], warnings: [] };
    expect(newsOf(judgementWith(), [judgementWith(late)], ofBase, TERMS)).toMatchObject({
      blocking: [late],
      older: 0,
    });
  });
});

describe('where it could not be told', () => {
  const restsOn: Inputs = { files: { 'src/schema.ts': 'id' }, folders: {}, globs: {} };
  const unjudged = judgementOf([part('structure', [orphan]), part('schema', [], { error: FAILURE })], {
    restsOn,
  });
  const excuse = (changed: string[], cannotTell: ChangeTerms['cannotTell']) =>
    newsOf(unjudged, [], NO_BASE, { ...TERMS, changed, cannotTell }).excuse;

  test('the failure stands beside what was found', () => {
    expect(newsOf(unjudged, [], NO_BASE, TERMS)).toMatchObject({ failure: FAILURE, blocking: [orphan] });
  });

  test('a change of nothing on which it rests is excused', () => {
    expect(excuse(['README.md'], 'error')).toBe('untouched');
    expect(excuse([], 'warning')).toBe('untouched');
  });

  test('a change of what it rests on is not, unless the configuration says so', () => {
    expect(excuse(['src/schema.ts'], 'error')).toBeNull();
    expect(excuse(['README.md', 'src/schema.ts'], 'warning')).toBe('configured');
  });

  test('what no drizzle-kit tells is not for a change to mend', () => {
    const error = { ...FAILURE, code: 'unsupported-dialect' as const };
    const unserved = judgementOf([part('schema', [], { error })], { restsOn });
    expect(newsOf(unserved, [], NO_BASE, { ...TERMS, changed: ['src/schema.ts'] }).excuse).toBe('unserved');
  });

  test('what could be told needs no excuse', () => {
    expect(newsOf(judgementWith(orphan), [], NO_BASE, { ...TERMS, cannotTell: 'warning' }).excuse).toBeNull();
  });
});

const ofBase = judgements.map((judgement): BaseNews => ({
  blocking: findingsIn(judgement, 'base'),
  warnings: findingsIn(judgement, 'structure'),
}));

describe('laws', () => {
  test('new and older ones together are all that is not accepted', () => {
    fc.assert(
      fc.property(judgements, fc.array(judgements, { maxLength: 3 }), accepted, (now, parents, given) => {
        const terms = { ...TERMS, accepted: given };
        const alone = newsOf(now, [], NO_BASE, terms);
        const { blocking, warnings, older } = newsOf(now, parents, NO_BASE, terms);
        expect(alone.older).toBe(0);
        expect(blocking.length + warnings.length + older).toBe(alone.blocking.length + alone.warnings.length);
      }),
    );
  });

  test('what stops is an error, and what is warned of is said once', () => {
    fc.assert(
      fc.property(judgements, fc.array(judgements, { maxLength: 2 }), ofBase, (now, parents, base) => {
        const { blocking } = newsOf(now, parents, base, TERMS);
        expect(blocking.every(({ severity }) => severity === 'error')).toBe(true);
        const given = [...findingsIn(now), ...base.blocking];
        expect(blocking.every((one) => given.includes(one))).toBe(true);
      }),
    );
  });

  test('a change that changes nothing brings nothing', () => {
    fc.assert(
      fc.property(judgements, accepted, (now, given) => {
        const news = newsOf(now, [now], NO_BASE, { ...TERMS, accepted: given });
        expect(news).toMatchObject({ blocking: [], warnings: [] });
      }),
    );
  });

  test('one more parent never makes more news, and the order of parents does not matter', () => {
    fc.assert(
      fc.property(judgements, judgements, judgements, (now, one, other) => {
        const found = findingsIn(now);
        const beside = (...parents: (typeof one)[]) =>
          newFindings(
            found,
            parents.map((each) => findingsIn(each)),
          );
        expect(beside(one, other)).toEqual(beside(other, one));
        expect(beside(one)).toEqual(expect.arrayContaining(beside(one, other)));
      }),
    );
  });
});
