import path from 'node:path';
import type { Layout } from '../history/history';
import { programFile } from '../process/program-file';
import { environmentWithoutGit } from '../process/variables';
import type { Database } from '../workspace/discover';
import type { Given } from './ask-in-rounds';
import { hintFor } from './hints';
import { findKit } from './kit';
import { promptAnswer, UNANSWERED, type TerminalStart } from './prompts';
import type { Settings } from './settings';
import { spawnKit } from './spawn-kit';
import { standInsFor } from './stand-in-values';

export interface GenerateWish {
  name?: string | undefined;
  custom: boolean;
  /** Whether somebody sits at a terminal and can answer drizzle-kit's questions. */
  interactive: boolean;
  /** Answers to all that drizzle-kit asks, given beforehand. */
  answers?: readonly Given[];
  /** Whether drizzle-kit 1.0 only says what it would do, as JSON. */
  isDry?: boolean;
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
  if (layout === 'folders') return exitCode === 2;
  return output.includes('Interactive prompts require a TTY') || output.includes(UNANSWERED);
}

/**
 * Runs the database's own `drizzle-kit generate` in `settings.cwd`: drizzle-kit resolves `schema` and `out`
 * against the working directory. Its exit code says little, so the caller looks at what it wrote.
 * @param root the workspace's root, absolute
 */
export async function runGenerate(
  root: string,
  database: Database,
  settings: Settings,
  wish: GenerateWish,
): Promise<KitRun> {
  const folder = path.join(root, settings.cwd);
  const { bin, layout } = findKit(folder);
  const named = wish.name === undefined ? [] : [`--name=${wish.name}`];
  const answers = wish.answers ?? [];
  const args = [
    ...(answers.length > 0 && layout === 'journal' ? atTerminal(bin, answers) : [bin]),
    'generate',
    ...configArguments(database, settings),
    ...named,
    ...(wish.custom ? ['--custom'] : []),
    ...(wish.isDry ? ['--explain', '--output=json'] : []),
    ...(answers.length > 0 && layout === 'folders' ? ['--hints', JSON.stringify(answers.map(hintFor))] : []),
  ];
  const standIns = Object.fromEntries(
    wish.lacking.map((name) => [name, standInsFor(name, settings.dialect)[0]!]),
  );
  // What is stated for evaluating goes to drizzle-kit as it went to the judge, or the two would not mean one schema.
  const env = { ...standIns, ...environmentWithoutGit(process.env), ...database.variables };
  const ran = await spawnKit(folder, args, env, wish.interactive);
  return { ...ran, layout, interactive: wish.interactive };
}

/** drizzle-kit 0.31 takes answers from a terminal only. */
function atTerminal(bin: string, given: readonly Given[]): string[] {
  const start: TerminalStart = { bin, answers: given.map(promptAnswer) };
  return [programFile('kit-at-terminal.js'), JSON.stringify(start)];
}

/** What names the config to drizzle-kit, or says what it would say; no connection is among it. */
export function configArguments(database: Database, settings: Settings): string[] {
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
