import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { placeOf } from '../../engines/mysql/credentials';
import { withCall } from './arguments';

const AROUND = { PATH: '/bin', MYSQL_HOST: 'other', SECRET: 'x' };

test('the password is in the environment and in no argument', async () => {
  const place = placeOf({ url: 'mysql://ada:hunter2@db:3307/shop' });
  expect(await withCall(place, true, AROUND, async (call) => call)).toEqual({
    args: [
      '--no-defaults',
      '--user=ada',
      '--host=db',
      '--port=3307',
      '--protocol=TCP',
      '--default-character-set=utf8mb4',
      '--skip-ssl',
    ],
    env: { PATH: '/bin', MYSQL_PWD: 'hunter2' },
  });
  const socket = placeOf({ url: 'mysql://root@localhost/shop?socketPath=/run/mysqld.sock' });
  const { args, env } = await withCall(socket, false, AROUND, async (call) => call);
  expect(args).toContain('--socket=/run/mysqld.sock');
  expect(args).toContain('--get-server-public-key');
  expect(env).toEqual({ PATH: '/bin' });
});

test.each([
  [{ rejectUnauthorized: false }, ['--ssl', '--skip-ssl-verify-server-cert'], ['--ssl-mode=REQUIRED']],
  [{}, ['--ssl', '--ssl-verify-server-cert'], ['--ssl-mode=REQUIRED']],
])('TLS %j in the words of either family', async (ssl, mariadb, mysql) => {
  const place = placeOf({ host: 'db', database: 'shop', ssl });
  const of = (isMariadb: boolean) =>
    withCall(place, isMariadb, AROUND, async ({ args }) => args.slice(-mariadb.length));
  expect(await of(true)).toEqual(mariadb);
  expect((await withCall(place, false, AROUND, async ({ args }) => args)).slice(-1)).toEqual(mysql);
});

test('certificates lie in files until the work is done', async () => {
  const place = placeOf({ host: 'db', database: 'shop', ssl: { ca: 'CA' } });
  const file = await withCall(place, false, AROUND, async ({ args }) => {
    expect(args).toContain('--ssl-mode=VERIFY_IDENTITY');
    const at = args.find((one) => one.startsWith('--ssl-ca='))!.slice('--ssl-ca='.length);
    expect(readFileSync(at, 'utf8')).toBe('CA');
    return at;
  });
  expect(existsSync(file)).toBe(false);
});
