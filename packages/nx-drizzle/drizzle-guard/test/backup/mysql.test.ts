import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isLong } from 'testkit';
import { expect, test, vi } from 'vitest';
import { hasMysql, ROWS, USERS, withMysql, type Shop } from '../engines/mysql/fixtures';
import { one, restored, taken } from './taken';

vi.setConfig({ testTimeout: 120_000 });

const onMysql = test.runIf(await hasMysql());

const MORE = `
  create table kinds (id int primary key, bytes varbinary(20), price decimal(10, 2), note json, at datetime(3), parent int, foreign key (parent) references kinds (id));
  insert into kinds values (1, x'00ff0a27', 12.50, '{"a": "it''s"}', '2026-01-31 12:00:00.123', null), (2, null, null, null, null, 1);
  create view names as select name from users;
  create trigger shout before insert on kinds for each row set new.price = coalesce(new.price, 1);
  create function two() returns int deterministic return 2;
  create event never on schedule every 1 year starts '2037-01-01 00:00:00' do delete from kinds;
`;

const LATER = [
  ...[
    'drop view names',
    'delete from users',
    'create table later (id int)',
    'alter table kinds add extra int',
  ],
  ...['create view later_view as select 1', 'drop trigger shout'],
  'create function later_function() returns int deterministic return 1',
];

/** All that the database holds, as the dump program writes it. */
function contentOf({ database }: Shop): string {
  const what = [
    '--routines',
    '--events',
    '--triggers',
    '--hex-blob',
    '--skip-dump-date',
    '--order-by-primary',
  ];
  return execFileSync('mariadb-dump', ['-h127.0.0.1', '-uroot', ...what, database], { encoding: 'utf8' })
    .replaceAll(/^-- .*$/gm, '')
    .replaceAll(/AUTO_INCREMENT=\d+/g, '');
}

onMysql('what a backup holds is what a restore brings, and nothing that came later', () =>
  withMysql([USERS, ROWS], async (shop) => {
    expect(one(shop, 'migrate').exitCode).toBe(0);
    for (const text of MORE.split(';\n')) if (text.trim() !== '') await shop.sql(text);
    const before = contentOf(shop);
    const file = taken(shop);
    for (const text of LATER) await shop.sql(text);
    expect(contentOf(shop)).not.toBe(before);
    expect(restored(shop, file)).toEqual(['applied', 'applied']);
    expect(contentOf(shop)).toBe(before);
    expect(await shop.sql("show tables like '%runs'")).toEqual([]);
  }),
);

onMysql('what fails half-way is said, remembered, and begun anew', () =>
  withMysql([USERS, ROWS], async (shop) => {
    expect(one(shop, 'migrate').exitCode).toBe(0);
    const before = contentOf(shop);
    const file = taken(shop);
    // Everything else is gone by then, and the table of a migration is not there.
    shop.write({
      'drizzle-guard.json': '{ "environments": { "development": { "backup": { "timeout": "1ms" } } } }',
    });
    const { exitCode, error } = one(shop, 'restore', file, '--yes', 'shop@development');
    expect([exitCode, error.code]).toEqual([2, 'failed-restore']);
    expect(error.message.replace(/guard_\w+/, '<name>')).toMatchInlineSnapshot(
      `"the restore of mysql 127.0.0.1:3306/<name> failed: it took longer than 1 ms; nothing of what was there is left, and the database holds a part of the backup at the most"`,
    );
    const seen = one(shop, 'status');
    expect(seen.exitCode).toBe(1);
    expect(seen.findings[0].code).toBe('failed-migration');
    expect(seen.findings[0].message).toContain(`a restore of ${path.basename(file)} was begun at `);
    expect(one(shop, 'migrate').exitCode).toBe(1);
    shop.remove('drizzle-guard.json');
    expect(restored(shop, file)).toEqual(['applied', 'applied']);
    expect(contentOf(shop)).toBe(before);
  }),
);

test.runIf(isLong && (await hasMysql()))('a password of special characters is in no argument', () =>
  withMysql([USERS], async (shop) => {
    const password = `p"s's#w\\o rd$ä`;
    const user = `u_${shop.database}`.slice(0, 32);
    await shop.sql(
      `create user '${user}'@'127.0.0.1' identified by '${password.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
    );
    await shop.sql(`grant all on \`${shop.database}\`.* to '${user}'@'127.0.0.1'`);
    try {
      const url = `mysql://${user}:${encodeURIComponent(password)}@127.0.0.1:3306/${shop.database}`;
      shop.write({
        'drizzle.config.ts': `export default { dialect: 'mysql', schema: './schema.ts', out: './drizzle', dbCredentials: { url: ${JSON.stringify(url)} } };`,
      });
      expect(one(shop, 'migrate').exitCode).toBe(0);
      const file = taken(shop);
      expect(restored(shop, file)).toEqual(['applied']);
      const folder = path.join(shop.dir, '.drizzle-guard/backups');
      expect(existsSync(folder) && readdirSync(folder).length).toBe(2);
      expect(shop.read(`${file}.json`)).not.toContain('rd$');
    } finally {
      await shop.sql(`drop user '${user}'@'127.0.0.1'`);
    }
  }),
);
