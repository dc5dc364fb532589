import { describe, expect, it } from 'vitest';
import { initDatabase, memoryFiles } from '../../test/support/init-facts';
import { lacksAttributes, planAttributes, undoAttributes } from './plan-attributes';

const after = (
  before: string | null,
  ...rest: Parameters<typeof planAttributes> extends [unknown, ...infer R] ? R : never
) =>
  planAttributes(memoryFiles(before === null ? {} : { '.gitattributes': before }), ...rest).edits[0]?.after;

describe('planAttributes', () => {
  it('writes two lines a database and one for husky', () => {
    expect(after(null, [initDatabase('db'), initDatabase('my db')], '.husky')).toMatchInlineSnapshot(`
      "# A migration is known by the hash of its bytes; generated JSON is never merged line by line (drizzle-guard).
      packages/db/drizzle/**/*.sql text eol=lf
      packages/db/drizzle/meta/*.json text eol=lf -merge
      "packages/my db/drizzle/**/*.sql" text eol=lf
      "packages/my db/drizzle/meta/*.json" text eol=lf -merge
      .husky/* text eol=lf
      "
    `);
  });

  it('adds only what is missing', () => {
    const before = '* text=auto\npackages/db/drizzle/meta/*.json   text eol=lf -merge\n';
    expect(after(before, [initDatabase('db')], null)).toMatchInlineSnapshot(`
      "* text=auto
      packages/db/drizzle/meta/*.json   text eol=lf -merge

      # A migration is known by the hash of its bytes; generated JSON is never merged line by line (drizzle-guard).
      packages/db/drizzle/**/*.sql text eol=lf
      "
    `);
  });

  it('has nothing to do the second time', () => {
    const first = after('* text=auto', [initDatabase('db')], '.husky')!;
    expect(after(first, [initDatabase('db')], '.husky')).toBeUndefined();
  });

  it('does not change the bytes of what is committed with carriage returns, and says so', () => {
    const database = initDatabase('db', { carriageReturns: 'packages/db/drizzle/0000_a.sql' });
    const { edits, advice } = planAttributes(memoryFiles({}), [database], null);
    expect(edits[0]!.after).not.toContain('*.sql');
    expect(advice).toMatchInlineSnapshot(`
      [
        "packages/db/drizzle/0000_a.sql is committed with Windows line ends, and so is known by the hash of these. The line \`packages/db/drizzle/**/*.sql text eol=lf\` was left out of .gitattributes: it would change those bytes",
      ]
    `);
  });

  it('leaves journals to the hooks where these settle merges, and takes that back', () => {
    const databases = [initDatabase('db'), initDatabase('one', { layout: 'folders' })];
    const before = '* text=auto\n';
    const first = after(before, databases, '.husky')!;
    const settled = after(first, databases, '.husky', true)!;
    expect(settled).toBe(
      first.replace(
        'db/drizzle/meta/*.json text eol=lf -merge',
        'db/drizzle/meta/*.json text eol=lf merge=drizzle-guard',
      ),
    );
    expect(settled).toBe(after(before, databases, '.husky', true));
    expect(after(settled, databases, '.husky', true)).toBeUndefined();
    expect(after(settled, databases, '.husky')).toBe(first);
    for (const text of [first, settled]) {
      expect(undoAttributes(memoryFiles({ '.gitattributes': text }), '.husky').edits[0]!.after).toBe(before);
      expect(lacksAttributes(text, 'packages/db/drizzle', 'journal')).toBe(false);
      expect(lacksAttributes(text, 'packages/one/drizzle', 'folders')).toBe(false);
      expect(lacksAttributes(text, 'packages/two/drizzle', 'journal')).toBe(true);
    }
  });

  it('writes behind the line of somebody else, which git then passes over', () => {
    const own = 'packages/db/drizzle/meta/*.json text eol=lf -merge\n';
    expect(after(own, [initDatabase('db')], null, true)).toMatch(
      /^packages.* -merge\n[^]*merge=drizzle-guard\n/,
    );
  });

  it('leaves out what is not known', () => {
    expect(after(null, [initDatabase('db', { out: null })], null)).toBeUndefined();
  });
});
