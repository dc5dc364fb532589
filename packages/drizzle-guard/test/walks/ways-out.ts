import { isLong, type Repository } from 'testkit';
import { expect } from 'vitest';
import { type, typedIn } from '../hooks/advice';
import type { Step } from '../hooks/fixtures';

type Files = Record<string, string>;

interface Said {
  exitCode: number;
  /** The codes of findings and errors. */
  codes: string[];
  steps: string[];
}

/** What `check` says, of which nobody asks for a base. */
function said({ bin, env }: Repository): Said {
  const { exitCode, stdout, stderr } = bin(['check'], { env });
  const printed = `${stdout}${stderr}`;
  return {
    exitCode: exitCode ?? -1,
    codes: [...printed.matchAll(/error\[([a-z-]+)\]/g)].map(([, code]) => code!),
    steps: typedIn(printed),
  };
}

/**
 * Types what `check` says until nothing is left to say: no `next` may come twice.
 * @returns what was typed each time
 */
export function walkOut(repository: Repository, most = 4): string[][] {
  const typed: string[][] = [];
  for (;;) {
    const { exitCode, codes, steps } = said(repository);
    const told = typed.map((one) => one.join('\n'));
    if (exitCode === 0) return typed;
    expect([codes, steps.length, told]).not.toEqual([codes, 0, told]);
    expect(told).not.toContain(steps.join('\n'));
    expect(typed.length).toBeLessThan(most);
    typed.push(steps);
    let run = type(repository, steps);
    if (run.output.includes('error[rebase-refused]')) {
      typed.push(typedIn(run.output));
      run = type(repository, typed.at(-1)!);
    }
    // The hooks may stop it, and then say what is next.
    if (run.exitCode !== 0) expect(run.output).toMatch(/drizzle-guard stopped|CONFLICT|could not apply/);
  }
}

/** What one side does on top of what both have. */
export type Does = (repository: Repository) => void;

export interface Way {
  /** Whether it is walked each time, and not only where there is time for all. */
  often?: true;
  mine: Does;
  theirs: Does;
  /** How they come together; by default a merge. */
  how?: (repository: Repository) => void;
  /** The schema as somebody has settled it, where git could not. */
  settled?: string;
  /** Whether there is no remote, so that it is not known what has landed. */
  alone?: true;
  /** What there is in the end behind what both had. */
  ends: string[];
  /** Of the one file whose name ends so. */
  sql?: Record<string, string>;
  /** What is typed first, without commits. */
  typed?: string[];
}

export const commits =
  (files: () => Files): Does =>
  ({ commit }) =>
    void commit('Change', files());

export const at = (day: number) => Date.UTC(2026, 0, day);
export const breaks = (...statements: string[]) => statements.join('\n--> statement-breakpoint\n');
export const ADD_TAG = 'ALTER TABLE "entries" ADD COLUMN "tag" text;';
export const FILL = `UPDATE "entries" SET "tag" = 'none';`;

export const filling = (who: string): Step => ({
  tag: '0003_fill',
  sql: `UPDATE "entries" SET "note" = '${who}';`,
});
/** The way on where migrations are moved behind others, and what ends it. */
export const REBASE = 'npx drizzle-guard rebase --database db';
export const MOVED = [REBASE, 'git commit --no-edit'];
export const TAKE = 'git restore --source=… --staged --worktree -- db/drizzle';
export const GENERATE = 'npx drizzle-guard generate --database db';
export const END = ['git add db/drizzle', 'git commit --no-edit'];

/** Without the newest snapshot, as SQL that somebody wrote and listed. */
export function unseen(files: Files): Files {
  const names = Object.keys(files).filter((file) => /\d_snapshot\.json$/.test(file));
  return Object.fromEntries(Object.entries(files).filter(([file]) => file !== names.sort().at(-1)));
}

/** Those that are walked now. */
export function walked(ways: Record<string, Way>): [string, Way][] {
  return Object.entries(ways).filter(([, { often }]) => often || isLong);
}

export function bringTogether(
  repository: Repository,
  { mine, theirs: does, how, settled, alone }: Omit<Way, 'ends'>,
): void {
  const { prepare, git, write } = repository;
  if (!alone) repository.addRemote();
  prepare('checkout', '--quiet', '-b', 'feat');
  mine(repository);
  prepare('checkout', '--quiet', 'main');
  does(repository);
  if (!alone) prepare('push', '--quiet', 'origin', 'main');
  prepare('checkout', '--quiet', 'feat');
  if (how) how(repository);
  else git(['merge', '--no-edit', 'main']);
  if (settled !== undefined) write({ 'db/src/schema.ts': settled });
}

export function expectOut(repository: Repository, { typed, sql = {}, alone }: Way): void {
  const steps = walkOut(repository);
  if (typed) expect(steps[0]!.map(withoutCommits)).toEqual(typed);
  else expect(steps).not.toEqual([]);
  expect(repository.prepare('ls-files', '--unmerged')).toBe('');
  const isBack = steps.at(-1)!.at(-1)!.endsWith('--abort');
  // What is popped is not committed, and what was taken back still differs.
  if (isLong && !alone && !isBack)
    expect(repository.bin(['check', '--base', 'origin/main', '--replay'])).toMatchObject({ exitCode: 0 });
  for (const [title, text] of Object.entries(sql)) {
    const file = repository.prepare('ls-files', `db/drizzle/*${title}*.sql`);
    expect(repository.read(file).trim()).toBe(text);
  }
}

export function withoutCommits(step: string): string {
  return step.replaceAll(/\b[0-9a-f]{12}\b/g, '…');
}
