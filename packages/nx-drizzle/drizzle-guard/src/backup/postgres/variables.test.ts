import { existsSync, readFileSync, statSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { expect, test } from 'vitest';
import { placeOf } from '../../engines/postgres/credentials';
import { withVariables } from './variables';

const AROUND = {
  ...{
    PATH: '/bin',
    PGHOSTADDR: '10.0.0.1',
    PGSERVICE: 'other',
    PGOPTIONS: '-c x=1',
    PGPASSFILE: '/home/.pgpass',
  },
  ...{ AWS_SECRET_ACCESS_KEY: 'x', GIT_DIR: '/x' },
};

const given = (url: string) => withVariables(placeOf({ url }, {}), AROUND, async (variables) => variables);

test('the connection, and nothing that leads elsewhere', async () => {
  expect(await given("postgres://ada:p'%20@db:5433/shop")).toEqual({
    ...{ PATH: '/bin', PGPASSFILE: '/home/.pgpass', PGHOST: 'db', PGPORT: '5433', PGUSER: 'ada' },
    ...{ PGDATABASE: 'shop', PGPASSWORD: "p' ", PGSSLMODE: 'disable' },
    ...{ PGAPPNAME: 'drizzle-guard', PGCONNECT_TIMEOUT: '10' },
  });
  expect(await given('postgres://ada@/shop?host=/run/postgresql')).toMatchObject({
    PGHOST: '/run/postgresql',
  });
  expect(await given('postgres://db/shop?sslmode=prefer')).toMatchObject({ PGSSLMODE: 'prefer' });
});

test('TLS as the driver takes it', async () => {
  const required = await given('postgres://db/shop?sslmode=require');
  expect(required['PGSSLMODE']).toBe('require');
  expect(existsSync(required['PGSSLROOTCERT']!)).toBe(false);
  const place = placeOf({ host: 'db', database: 'shop', ssl: { cert: 'C', key: 'K' } }, {});
  let files: string[] = [];
  await withVariables(place, AROUND, async ({ PGSSLMODE, PGSSLROOTCERT, PGSSLCERT, PGSSLKEY }) => {
    files = [PGSSLROOTCERT!, PGSSLCERT!, PGSSLKEY!];
    expect(PGSSLMODE).toBe('verify-full');
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual([rootCertificates.join('\n'), 'C', 'K']);
    if (process.platform !== 'win32') expect(statSync(PGSSLKEY!).mode & 0o777).toBe(0o600);
  });
  expect(files.filter((file) => existsSync(file))).toEqual([]);
});
