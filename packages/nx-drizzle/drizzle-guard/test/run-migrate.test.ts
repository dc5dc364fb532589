import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ReadMigration } from '../src/apply/read-migrations';
import { runMigrate, type MigrateOutcome, type RunHooks } from '../src/apply/run-migrate';
import { postgresConnection, type PostgresClient } from '../src/engines/ledger/postgres-ledger';
import { GuardError } from '../src/errors/guard-error';

// What a run has done is told whatever happens to it, and what a failure has left behind is told as it is.

const PLACE = { schema: 'drizzle', table: '__drizzle_migrations' };
const db = new PGlite();
beforeEach(async () => {
  await db.exec('rollback; reset all; drop schema if exists drizzle cascade');
  await db.exec('drop schema public cascade; create schema public');
});
afterAll(() => db.close());

const migration = (tag: string, ...statements: string[]): ReadMigration => ({
  ...{ tag, name: null, statements, hash: `hash of ${tag}`, hashes: [] },
  timestamp: Number(tag.slice(0, 4)) + 1,
});
const table = (tag: string) => migration(tag, `create table "${tag}" (id integer primary key)`);
const tables = async () => {
  const { rows } = await db.query<{ name: string }>(
    "select tablename::text as name from pg_tables where schemaname = 'public' order by 1",
  );
  return rows.map(({ name }) => name);
};
const recorded = async () => {
  const { rows } = await db.query<{ hash: string }>(
    'select hash from drizzle.__drizzle_migrations order by id',
  );
  return rows.map(({ hash }) => hash.replace('hash of ', ''));
};

/** A client over the database that can fail before or after it does what it is asked. */
function clientWith(
  fault: (sql: string, moment: 'before' | 'after') => void = () => undefined,
): PostgresClient {
  const around = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    fault(sql, 'before');
    const result = await work();
    fault(sql, 'after');
    return result;
  };
  return {
    query: (sql, values) =>
      around(sql, async () => (await db.query<Record<string, unknown>>(sql, values)).rows),
    execute: (sql) => around(sql, async () => void (await db.exec(sql))),
    close: () => db.close(),
  };
}

/** From that moment of a statement on nothing is answered any more. */
function dying(pattern: RegExp, moment: 'before' | 'after'): PostgresClient {
  let isDead = false;
  return clientWith((sql, now) => {
    isDead ||= pattern.test(sql) && now === moment;
    if (isDead) throw new Error('Connection terminated unexpectedly');
  });
}

const run = (
  migrations: readonly ReadMigration[],
  client: PostgresClient = clientWith(),
  hooks: RunHooks = {},
): Promise<MigrateOutcome> =>
  runMigrate(postgresConnection(client), PLACE, { migrations, before: [], after: [] }, hooks);
const appliedIn = ({ applied }: MigrateOutcome) => applied.map((one) => one.migration);

describe('a COMMIT that is refused', () => {
  const deferred = migration(
    '0001_deferred',
    'create table parent (id integer primary key)',
    'create table child (parent integer references parent (id) deferrable initially deferred)',
    'insert into child values (1)',
  );

  test('has rolled back, and says so', async () => {
    const outcome = await run([table('0000_a'), deferred, table('0002_c')]);
    expect(appliedIn(outcome)).toEqual(['0000_a']);
    expect(outcome.failure).toMatchObject({
      code: 'failed-statement',
      message: expect.stringMatching(
        /^0001_deferred failed at COMMIT, when everything in it had run: .*foreign key constraint.*\n {2}0001_deferred was rolled back\. Applied in this run: 0000_a\. Not applied: 0001_deferred, 0002_c\.$/,
      ),
      help: expect.stringContaining('correct the data or'),
    });
    expect(await tables()).toEqual(['0000_a']);
    expect(await recorded()).toEqual(['0000_a']);
  });

  test('leaves a connection that goes on', async () => {
    const client = clientWith();
    await run([deferred], client);
    expect(appliedIn(await run([table('0002_c')], client))).toEqual(['0002_c']);
  });
});

describe('SQL that ends the transaction of its migration', () => {
  test.each([
    ['a COMMIT of its own', ['create table left_behind (id integer)', 'commit', 'select nope'], true],
    [
      'a COMMIT and what follows in one text',
      ['create table left_behind (id integer); commit; select nope'],
      true,
    ],
    ['a COMMIT and a BEGIN', ['create table left_behind (id integer); commit; begin; select nope'], true],
    ['a ROLLBACK and what follows', ['select 1', 'rollback; create table left_behind (id integer)'], true],
    ['a failing statement', ['create table left_behind (id integer)', 'select nope'], false],
    [
      'what forgets its settings',
      ['create table left_behind (id integer)', 'reset all', 'select nope'],
      false,
    ],
  ])('%s: what stays is told', async (_, statements, stays) => {
    const { failure, applied } = await run([migration('0000_a', ...statements)]);
    expect(applied).toEqual([]);
    expect(failure!.message).toContain(stays ? '0000_a was NOT rolled back' : '0000_a was rolled back.');
    expect(await tables()).toEqual(stays ? ['left_behind'] : []);
    expect(await recorded()).toEqual([]);
  });

  test('settings that are forgotten do not make a migration fail', async () => {
    expect(appliedIn(await run([migration('0000_a', 'reset all', 'select 1')]))).toEqual(['0000_a']);
  });
});

describe('a connection that is lost', () => {
  const three = [table('0000_a'), table('0001_b'), table('0002_c')];

  test.each([
    ['before a statement', /"0001_b"/, 'before', 'statement 1 of 1'],
    ['in a statement', /"0001_b"/, 'after', 'statement 1 of 1'],
  ] as const)(
    '%s: what was applied stands, and the rest was rolled back',
    async (_, pattern, moment, place) => {
      const outcome = await run(three, dying(pattern, moment));
      expect(appliedIn(outcome)).toEqual(['0000_a']);
      expect(outcome.failure).toMatchObject({ code: 'failed-statement' });
      expect(outcome.failure!.message).toContain(`0001_b failed at ${place}`);
      expect(outcome.failure!.message).toContain(
        '0001_b was rolled back. The connection is lost. Applied in this run: 0000_a. Not applied: 0001_b, 0002_c.',
      );
      expect(outcome.failure!.help).toBe(
        'when the database can be reached, run `drizzle-guard migrate` again',
      );
    },
  );

  test('between two migrations: the same', async () => {
    let begun = 0;
    const outcome = await run(
      three,
      clientWith((sql, moment) => {
        if (sql === 'begin' && moment === 'before') begun++;
        if (begun > 1) throw new Error('Connection terminated unexpectedly');
      }),
    );
    expect(appliedIn(outcome)).toEqual(['0000_a']);
    expect(outcome.failure!.message).toContain('0001_b failed at the beginning of its transaction');
    expect(outcome.failure!.message).toContain('Applied in this run: 0000_a. Not applied: 0001_b, 0002_c.');
  });

  test.each(['before', 'after'] as const)(
    '%s COMMIT is done: nobody knows, and status tells',
    async (moment) => {
      let committed = 0;
      const outcome = await run(
        three,
        clientWith((sql, now) => {
          if (sql === 'commit' && now === moment) committed++;
          if (committed > 1) throw new Error('Connection terminated unexpectedly');
        }),
      );
      expect(appliedIn(outcome)).toEqual(['0000_a']);
      expect(outcome.failure!.message).toContain('0001_b failed at COMMIT');
      expect(outcome.failure!.message).toContain(
        'Whether 0001_b is applied is not known: the connection was lost before the database had answered. Applied in this run: 0000_a. Not applied: 0002_c.',
      );
      expect(outcome.failure!.help).toContain('`drizzle-guard status` says whether 0001_b is applied');
      await db.exec('rollback');
      expect(await recorded()).toEqual(moment === 'after' ? ['0000_a', '0001_b'] : ['0000_a']);
    },
  );

  test('in a statement that may have ended the transaction: nobody knows either', async () => {
    const { failure } = await run([migration('0000_a', 'select 1; commit')], dying(/commit/, 'after'));
    expect(failure!.message).toContain('Whether 0000_a is applied is not known');
  });

  test('a lost answer to a COMMIT that was carried out is no failure where the database still answers', async () => {
    let isLost = false;
    const outcome = await run(
      [table('0000_a')],
      clientWith((sql, moment) => {
        if (sql !== 'commit' || moment === 'before' || isLost) return;
        isLost = true;
        throw new Error('the answer was lost');
      }),
    );
    expect([appliedIn(outcome), outcome.failure]).toEqual([['0000_a'], null]);
  });
});

describe('the ledger', () => {
  test('a row that is refused takes its migration back', async () => {
    await run([table('0000_a')]);
    await db.exec("alter table drizzle.__drizzle_migrations add check (hash <> 'hash of 0001_b')");
    const outcome = await run([table('0001_b')]);
    expect(outcome.failure!.message).toMatch(
      /^0001_b failed at recording it in the ledger: .*check constraint.*\n {2}0001_b was rolled back\./,
    );
    expect(await tables()).toEqual(['0000_a']);
  });

  test('one that cannot be made: nothing was applied, and it is said which', async () => {
    const client = clientWith((sql) => {
      if (sql.startsWith('create schema')) throw new Error('permission denied for database shop');
    });
    const outcome = await run([table('0000_a')], client);
    expect(outcome).toMatchObject({
      applied: [],
      failure: {
        code: 'failed-ledger',
        message:
          'the ledger could not be written: permission denied for database shop\n  Applied in this run: nothing. Not applied: 0000_a.',
      },
    });
  });
});

describe('a run that is stopped', () => {
  test('says what was applied and what was not', async () => {
    const applied: string[] = [];
    const outcome = await run([table('0000_a'), table('0001_b')], clientWith(), {
      onApplied: ({ migration: tag }) => applied.push(tag),
      shouldStop: () => applied.length > 0 && new GuardError('interrupted', 'SIGINT ended the run', 'go on'),
    });
    expect(appliedIn(outcome)).toEqual(['0000_a']);
    expect(outcome.failure).toMatchObject({
      code: 'interrupted',
      message: 'SIGINT ended the run\n  Applied in this run: 0000_a. Not applied: 0001_b.',
      help: 'go on',
    });
  });

  test('because its time is up has no failure', async () => {
    const outcome = await run([table('0000_a')], clientWith(), { shouldStop: () => true });
    expect(outcome).toEqual({ applied: [], corrected: [], failure: null });
  });

  test('by whoever is told of it has what was applied', async () => {
    const outcome = await run([table('0000_a'), table('0001_b')], clientWith(), {
      onApplied() {
        throw new Error('write EPIPE');
      },
    });
    expect(appliedIn(outcome)).toEqual(['0000_a']);
    expect(outcome.failure!.message).toBe('write EPIPE\n  Applied in this run: 0000_a. Not applied: 0001_b.');
  });
});
