import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot, sampleOf, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { checked } from './checked';
import { CONFIG, inFolder, SCHEMA, shop } from './fixtures';

const BIN = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');
const SECRETS = {
  CONNSTR: 'host=h password=hunter2',
  GH_PAT: 'hunter2',
  SIGNING_KEY: 'hunter2',
  MONGO: 'mongodb://ada:hunter2@db.example',
  DATABASE_URL: 'postgres://ada:hunter2@db.example/shop',
  npm_config__auth: 'hunter2',
  GIT_DIR: '/elsewhere/hunter2/.git',
};

describe('the process in which user code runs', () => {
  test.each([
    ['config', 'drizzle.config.ts', CONFIG],
    ['schema', 'src/schema.ts', SCHEMA],
  ])('never had what is withheld: asked by a %s', async (_name, file, text) => {
    const spying = `import { readFileSync } from 'node:fs';\n${text}
let own = ''; try { own = readFileSync('/proc/self/environ', 'latin1'); } catch {}
throw new Error('I see: ' + JSON.stringify([{ ...process.env }, own]));\n`;
    const { database, output } = await checked(shop({ [file]: spying }), SECRETS);
    expect(database.error.message).toContain('I see: ');
    expect(database.error.message).toContain('PATH');
    expect(output).not.toContain('hunter2');
    for (const name of Object.keys(SECRETS)) expect(database.error.message).not.toContain(name);
  });

  test('may change its folder; a config and a schema both begin in that of the package, wherever the command is called', () =>
    withWorkspace(
      {
        'package.json': '{ "workspaces": ["packages/*"] }',
        ...inFolder(
          'packages/db',
          shop({
            'drizzle.config.ts': `import { readdirSync } from 'node:fs';\n${CONFIG}\nif (!readdirSync('./src').includes('schema.ts')) throw new Error('elsewhere');\nprocess.chdir('/');\n`,
            'src/schema.ts': `import { existsSync } from 'node:fs';\n${SCHEMA}\nif (!existsSync('drizzle.config.ts')) throw new Error(process.cwd());\n`,
          }),
        ),
      },
      ({ bin }) => {
        for (const folder of ['.', 'packages', 'packages/db', 'packages/db/src'])
          expect(bin(['check'], { in: folder })).toMatchObject({ exitCode: 0 });
      },
    ));

  test('is ended where it never answers', async () => {
    const { exitCode, database } = await checked(shop({ 'src/schema.ts': 'await new Promise(() => {});' }), {
      DRIZZLE_GUARD_SCHEMA_TIMEOUT: '1500',
    });
    expect(exitCode).toBe(2);
    expect(database.error.message).toBe('evaluating it took longer than 1.5 s and was stopped');
  });

  test('may break down: that is an answer', async () => {
    const { exitCode, database } = await checked(shop({ 'src/schema.ts': 'process.abort();' }));
    expect(exitCode).toBe(2);
    expect(database.error).toMatchObject({
      code: 'cannot-evaluate',
      message: expect.stringMatching(/^evaluating it ended with (SIGABRT|exit code)/),
    });
  });

  test.each(
    sampleOf(
      [
        ['waits', 'await new Promise(() => {});'],
        ['never returns', 'for (;;);'],
      ],
      2,
    ),
  )('ends with the one that started it, also where it %s', async (_name, code) => {
    const noting = `import { writeFileSync } from 'node:fs';\nwriteFileSync('pid', String(process.pid));\n${code}\n`;
    await withWorkspace(shop({ 'src/schema.ts': noting }), async ({ dir }) => {
      const command = spawn(process.execPath, [BIN, 'check'], { cwd: dir, stdio: 'ignore' });
      const file = path.join(dir, 'pid');
      const pid = () => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0);
      await expect.poll(pid, { timeout: 20_000 }).toBeGreaterThan(0);
      expect(isRunning(pid())).toBe(true);
      command.kill('SIGKILL');
      await expect.poll(() => isRunning(pid()), { timeout: 20_000 }).toBe(false);
    });
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
