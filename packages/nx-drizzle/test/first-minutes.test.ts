import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asUser, typeAsUser } from './support/as-user';
import { readFirstMinutes, type Step } from './support/first-minutes';
import { packPackages } from './support/packed';

const MINUTES = 60_000;

let folder: string;
let root: string;
let guard: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'first-minutes-')));
  root = path.join(folder, 'shop');
  mkdirSync(root);
  guard = packPackages(folder).guard;
  writeFileSync(path.join(root, 'package.json'), '{ "name": "shop", "private": true }\n');
  writeFileSync(path.join(root, '.gitignore'), 'node_modules\n');
  asUser(root, 'git', 'init', '--quiet', '--initial-branch', 'main');
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

it(
  'the README’s first five minutes, typed as they stand',
  () => {
    const { plain } = readFirstMinutes();
    expect(plain.filter(({ kind }) => kind === 'type').length).toBeGreaterThan(10);
    const last = { command: '', exitCode: 0, output: '' };
    for (const [at, step] of plain.entries()) take(step, plain[at + 1]?.kind === 'read' ? 1 : 0, last);
    expect(asUser(root, 'git', 'log', '--format=%s')).toBe('Orders have a note\nOrders\n');
    expect(asUser(root, 'git', 'status', '--porcelain')).toBe('');
    const status = typeAsUser(root, 'npx drizzle-guard status');
    expect([status.exitCode, status.output]).toEqual([0, expect.stringContaining('2 applied')]);
  },
  5 * MINUTES,
);

function take(step: Step, exitCode: number, last: ReturnType<typeof typeAsUser> & { command: string }): void {
  if (step.kind === 'write') {
    mkdirSync(path.dirname(path.join(root, step.file)), { recursive: true });
    writeFileSync(path.join(root, step.file), step.content);
  } else if (step.kind === 'add column') {
    const file = path.join(root, 'src/schema.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace('\n});', `\n  ${step.line}\n});`));
  } else if (step.kind === 'type') {
    const command = step.command.replace(/^(npm install .*)\bdrizzle-guard$/, `$1'file:${guard}'`);
    Object.assign(last, { command }, typeAsUser(root, command));
    expect([command, last.exitCode, last.output]).toEqual([command, exitCode, last.output]);
  } else expect(last.output).toContain(step.output.trimEnd());
}
