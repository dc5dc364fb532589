import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Layout } from '../history/history';
import { environmentWithoutGit } from '../process/variables';
import type { Database } from '../workspace/discover';
import { findKit } from './kit';
import type { Settings } from './settings';
import { standInsFor } from './stand-in-values';

export interface GenerateWish {
  name?: string | undefined;
  custom: boolean;
  /** Whether somebody sits at a terminal and can answer drizzle-kit's questions. */
  interactive: boolean;
  /** Variables without which the config or the schema throws: generate opens no database, so a stand-in is enough. */
  lacking: readonly string[];
}

export interface KitRun {
  exitCode: number;
  /** That of the drizzle-kit that ran. */
  layout: Layout;
  /** Whether it could ask on the terminal. */
  interactive: boolean;
  /** What it printed; "" when it printed to the terminal itself. */
  output: string;
}

/**
 * Whether drizzle-kit would have had to ask and could not: 0.31 says so and exits 0 having written nothing, 1.0 exits
 * with 2.
 */
export function askedForTerminal({ output, exitCode, layout }: KitRun): boolean {
  return output.includes('Interactive prompts require a TTY') || (layout === 'folders' && exitCode === 2);
}

/**
 * Runs the database's own `drizzle-kit generate` in `settings.cwd`: drizzle-kit resolves `schema` and `out`
 * against the working directory. Its exit code says little, so the caller looks at what it wrote.
 * @param root the workspace's root, absolute
 */
export function runGenerate(
  root: string,
  database: Database,
  settings: Settings,
  wish: GenerateWish,
): Promise<KitRun> {
  const folder = path.join(root, settings.cwd);
  const { bin, layout } = findKit(folder);
  const named = wish.name === undefined ? [] : [`--name=${wish.name}`];
  const args = [
    bin,
    'generate',
    ...configArguments(database, settings),
    ...named,
    ...(wish.custom ? ['--custom'] : []),
  ];
  const standIns = Object.fromEntries(
    wish.lacking.map((name) => [name, standInsFor(name, settings.dialect)[0]!]),
  );
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...standIns, ...environmentWithoutGit(process.env) },
      stdio: wish.interactive ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (exitCode) =>
      resolve({ exitCode: exitCode ?? 1, layout, interactive: wish.interactive, output }),
    );
  });
}

function configArguments(database: Database, settings: Settings): string[] {
  const relative = (treePath: string) =>
    path.posix.relative(settings.cwd === '.' ? '' : settings.cwd, treePath);
  // What is stated is stated because the config needs secrets: it is not evaluated without a database.
  if (database.stated === null && database.configFile !== null)
    return [`--config=${relative(database.configFile)}`];
  return [
    `--dialect=${settings.dialect}`,
    `--schema=${settings.schema.join(',')}`,
    `--out=${relative(settings.out)}`,
    ...(settings.casing === null ? [] : [`--casing=${settings.casing}`]),
  ];
}
