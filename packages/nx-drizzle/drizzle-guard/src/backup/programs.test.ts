import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mysqlDumpFor, pgDumpFor, versionIn, type Program } from './programs';

const program = (file: string, text: string): Program => ({ file, ...versionIn(text)! });
const pg = (major: number) => program(`/pg/${major}/pg_dump`, `pg_dump (PostgreSQL) ${major}.3`);

test.each([
  ['pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)', '15.20', 15, false],
  ['pg_dump (PostgreSQL) 18beta1', '18', 18, false],
  ['pg_dump (PostgreSQL) 9.6.24', '9.6.24', 9, false],
  ['mariadb-dump  Ver 10.19 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)', '10.11.19', 10, true],
  ['mariadb-dump from 11.4.2-MariaDB, client 10.19 for Linux (x86_64)', '11.4.2', 11, true],
  ['mysqldump  Ver 8.4.3 for Linux on x86_64 (MySQL Community Server - GPL)', '8.4.3', 8, false],
])('%s', (text, version, major, isMariadb) => {
  expect(versionIn(text)).toEqual({ version, major, isMariadb });
});

test('what says no version is no such program', () => expect(versionIn('no such option')).toBeNull());

test('the pg_dump of the smallest version that is not older than the server', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 9, max: 19 })),
      fc.integer({ min: 9, max: 19 }),
      (majors, server) => {
        const fitting = majors.filter((major) => major >= server);
        const chosen = pgDumpFor(majors.map(pg), server);
        expect(chosen?.major).toBe(fitting.length === 0 ? undefined : Math.min(...fitting));
      },
    ),
  );
  const [first, second] = [pg(15), { ...pg(15), file: '/usr/bin/pg_dump' }];
  expect(pgDumpFor([first, second], 15)).toBe(first);
});

test('the dump program of the own family, else the other one', () => {
  const mysql = program('/mysqldump', 'mysqldump  Ver 8.4.3 for Linux on x86_64');
  const mariadb = program('/mariadb-dump', 'mariadb-dump from 11.4.2-MariaDB');
  expect(mysqlDumpFor([mysql, mariadb], true)).toBe(mariadb);
  expect(mysqlDumpFor([mariadb, mysql], false)).toBe(mysql);
  expect(mysqlDumpFor([mariadb], false)).toBe(mariadb);
  expect(mysqlDumpFor([], false)).toBeNull();
});
