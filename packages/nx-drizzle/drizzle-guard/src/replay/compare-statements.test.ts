import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareStatements, isOfRowsOnly, isPulled } from './compare-statements';

const COLUMN = 'ALTER TABLE "t" ADD COLUMN "a" text;';
const INDEX = 'CREATE INDEX "t_a" ON "t" USING btree ("a");';
const kindOf = (sql: string, written: readonly string[] | null) => compareStatements(sql, written).kind;

describe('agrees', () => {
  test.each<[string, string, string[]]>([
    ['as it is written', `${COLUMN}\n--> statement-breakpoint\n${INDEX}`, [COLUMN, INDEX]],
    ['without breakpoints', `${COLUMN}\n${INDEX}`, [COLUMN, INDEX]],
    ['with carriage returns and comments', `-- new\r\n${COLUMN}\r\n/* and */ ${INDEX}\r\n`, [COLUMN, INDEX]],
    ['in other white space and case', 'alter  table "t"\nadd column "a" TEXT', [COLUMN]],
    ['with rows beside it', `UPDATE "t" SET "b" = 1;\n${COLUMN}\nDELETE FROM "t";`, [COLUMN]],
    ['nothing between two equal snapshots', '-- Custom SQL migration file, put your code below! --', []],
    ['rows between two equal snapshots', `INSERT INTO "t" VALUES ('x; y');`, []],
    [
      'rows that drizzle-kit itself moves',
      'INSERT INTO `n` SELECT * FROM `t`;\nDROP TABLE `t`;',
      ['INSERT INTO `n` SELECT * FROM `t`;', 'DROP TABLE `t`;'],
    ],
    [
      'strings with a backslash, as they are written',
      "ALTER TABLE `t` ADD `a` text DEFAULT 'it\\'s';",
      ["ALTER TABLE `t` ADD `a` text DEFAULT 'it\\'s';"],
    ],
  ])('%s', (_title, sql, written) => {
    expect(compareStatements(sql, written)).toEqual({ kind: 'agrees', lacking: [] });
  });
});

describe('makes nothing', () => {
  test.each([
    ['an empty file', ''],
    ['white space and breakpoints', ' \n--> statement-breakpoint\n;'],
    ['every statement in a comment', `-- ${COLUMN}\n/*\n${INDEX}\n*/`],
    ['rows alone', 'UPDATE "t" SET "a" = 1; SELECT 1;'],
  ])('%s', (_title, sql) => {
    expect(compareStatements(sql, [COLUMN])).toEqual({ kind: 'makes-nothing', lacking: [COLUMN] });
    expect(kindOf(sql, null)).toBe('makes-nothing');
  });

  test('rows that drizzle-kit moves too are no change of a state', () => {
    expect(kindOf('', ['UPDATE "t" SET "a" = 1;'])).toBe('edited');
  });
});

describe('edited: only running it tells', () => {
  test.each<[string, string, string[] | null, string[]]>([
    ['one lacks', INDEX, [COLUMN, INDEX], [COLUMN]],
    ['the other order', `${INDEX}\n${COLUMN}`, [COLUMN, INDEX], []],
    ['one more', `${COLUMN}\nDROP TABLE "u";`, [COLUMN], []],
    ['another name in quotes', COLUMN.replace('"a"', '"A"'), [COLUMN], [COLUMN]],
    [
      'a string in other words',
      `${COLUMN.slice(0, -1)} DEFAULT 'A';`,
      [`${COLUMN.slice(0, -1)} DEFAULT 'a';`],
      [`${COLUMN.slice(0, -1)} DEFAULT 'a';`],
    ],
    ['what changes between two equal snapshots', COLUMN, [], []],
    ['a rename, of which drizzle-kit would ask', 'ALTER TABLE "t" RENAME COLUMN "a" TO "b";', null, []],
    ['a function could do anything', 'SELECT make_it();', [], []],
    ['SELECT INTO makes a table', 'SELECT * INTO "u" FROM "t";', [], []],
    ['a block', `DO $$ BEGIN ${COLUMN} END $$;`, [COLUMN], [COLUMN]],
    [
      'what stands behind a string that another database ends elsewhere',
      "ALTER TABLE `t` ADD `a` text DEFAULT 'it\\'s -- '; DROP TABLE `u`;",
      ["ALTER TABLE `t` ADD `a` text DEFAULT 'it\\'s -- ';"],
      ["ALTER TABLE `t` ADD `a` text DEFAULT 'it\\'s -- ';"],
    ],
  ])('%s', (_title, sql, written, lacking) => {
    expect(compareStatements(sql, written)).toEqual({ kind: 'edited', lacking });
  });
});

const name = fc.stringMatching(/^[a-z]{1,6}$/);
const statement = fc.oneof(
  fc.tuple(name, name).map(([table, column]) => `ALTER TABLE "${table}" ADD COLUMN "${column}" text;`),
  name.map((table) => `CREATE TABLE "${table}" (\n\t"id" serial PRIMARY KEY NOT NULL\n);\n`),
  name.map((table) => `DROP TABLE "${table}";`),
);
const statements = fc.uniqueArray(statement, { minLength: 1, maxLength: 6 });
const rows = name.map((table) => `DELETE FROM "${table}";`);

describe('laws', () => {
  test('what drizzle-kit writes agrees with itself, however it is put together', () => {
    const glue = fc.constantFrom('--> statement-breakpoint\n', '\n', '\r\n-- a comment\r\n', '\n;\n');
    fc.assert(
      fc.property(statements, glue, (written, between) => {
        expect(kindOf(written.join(between), written)).toBe('agrees');
      }),
    );
  });

  test('rows anywhere beside it change nothing', () => {
    fc.assert(
      fc.property(statements, rows, fc.nat(), (written, row, at) => {
        expect(kindOf(written.toSpliced(at % (written.length + 1), 0, row).join('\n'), written)).toBe(
          'agrees',
        );
      }),
    );
  });

  test('what one lacks is named, and no such file agrees', () => {
    fc.assert(
      fc.property(statements, fc.nat(), (written, at) => {
        const position = at % written.length;
        const { kind, lacking } = compareStatements(written.toSpliced(position, 1).join('\n'), written);
        expect(kind).toBe(written.length === 1 ? 'makes-nothing' : 'edited');
        expect(lacking).toEqual([written[position]]);
      }),
    );
  });

  test('one that is there twice or in another place does not agree', () => {
    fc.assert(
      fc.property(statements, (written) => {
        expect(kindOf([...written, written[0]!].join('\n'), written)).toBe('edited');
        if (written.length > 1) expect(kindOf(written.toReversed().join('\n'), written)).toBe('edited');
      }),
    );
  });
});

test('rows only', () => {
  expect(isOfRowsOnly('')).toBe(true);
  expect(isOfRowsOnly('-- nothing')).toBe(true);
  expect(isOfRowsOnly('WITH a AS (SELECT 1) DELETE FROM b;')).toBe(false);
  expect(isOfRowsOnly('TRUNCATE b;')).toBe(false);
});

test('what drizzle-kit pull leaves in a comment is not meant to be run', () => {
  const pulled =
    '-- Current sql file was generated after introspecting the database\n-- If you want to run this migration please uncomment this code before executing migrations\n';
  expect(isPulled(`${pulled}/*\n${COLUMN}\n*/`)).toBe(true);
  expect(isPulled(`${pulled}${COLUMN}`)).toBe(false);
  expect(isPulled(`/*\n${COLUMN}\n*/`)).toBe(false);
});
