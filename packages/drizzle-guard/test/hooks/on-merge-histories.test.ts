import { existsSync } from 'node:fs';
import path from 'node:path';
import { drizzleConfig, isLong, repositoryRoot, withRepository } from 'testkit';
import { expect, test, vi } from 'vitest';

/** Real merges, in which both sides had added migrations; absent in a clone of this repository alone. */
const BUNDLE = path.join(repositoryRoot, '../shared/histories/histories.bundle');

// Each replays up to two hundred migrations, several times.
vi.setConfig({ testTimeout: 600_000 });

const MERGES = [...Array.from({ length: 9 }, (_, at) => `dokploy-${at + 1}`), 'zero-1'];

test.runIf(isLong && existsSync(BUNDLE)).each(MERGES)(
  'the real merge %s, by the hooks alone',
  async (name) => {
    const files = {
      'drizzle-guard.json': JSON.stringify({
        onMerge: 'rebase',
        proofLimit: '120s',
        // Their schemas are not here.
        checks: { 'stale-schema': 'off' },
        databases: { db: { dir: '.', dialect: 'postgresql', schema: 'schema.ts', out: 'drizzle' } },
      }),
      '.gitattributes': 'drizzle/meta/*.json text eol=lf merge=drizzle-guard\n',
      'package.json': '{ "name": "db" }',
      'drizzle.config.ts': drizzleConfig({ dialect: 'postgresql' }),
      'schema.ts': '',
    };
    await withRepository(files, (repository) => {
      const { git, prepare, bin, env } = repository;
      bin(['hook', 'install'], { env });
      prepare('fetch', '--quiet', BUNDLE, `+refs/heads/merge/${name}/*:refs/real/*`);
      const take = (side: string) => {
        prepare('rm', '-r', '--quiet', '--ignore-unmatch', 'drizzle');
        prepare('checkout', `refs/real/${side}`, '--', 'drizzle');
        repository.commit(side);
      };
      take('base');
      prepare('checkout', '--quiet', '-b', 'theirs');
      take('theirs');
      prepare('checkout', '--quiet', '-b', 'ours', 'main');
      take('ours');
      const before = prepare('rev-parse', 'HEAD');
      const run = git(['merge', '--quiet', '--no-edit', 'theirs']);
      const said = run.stderr
        .split('\n')
        .filter((line) => /moved|^drizzle-guard stopped|nothing to move/.test(line));
      if (run.exitCode === 0) {
        expect(prepare('status', '--porcelain')).toBe('');
        expect(prepare('rev-parse', 'HEAD^1', 'HEAD^2')).toBe(`${before}\n${prepare('rev-parse', 'theirs')}`);
        const order = bin(['check', '--base', 'theirs', '--no-replay', '--json']);
        const codes = (order.json() as { databases: { findings: { code: string }[] }[] }).databases[0]!
          .findings;
        said.push(...new Set(codes.map(({ code }) => code)));
      } else {
        prepare('merge', '--abort');
        expect([prepare('status', '--porcelain'), prepare('rev-parse', 'HEAD')]).toEqual(['', before]);
      }
      expect(said.map((line) => line.replace(/(.{300}).*/, '$1…'))).toMatchSnapshot();
    });
  },
);
