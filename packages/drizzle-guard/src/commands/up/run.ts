import path from 'node:path';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { gitLine } from '../../git/git';
import { readHistory } from '../../history/read-history';
import { openWorkspace, type DatabaseOptions, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { requireFolder, sequenceFaults } from '../../judging/preflight';
import { withEvaluator } from '../../judging/with-evaluator';
import { environmentWithoutGit } from '../../process/variables';
import type { CommandResult, DatabaseResult } from '../../results/command-result';
import { findKit } from '../../schema/kit';
import { configArguments } from '../../schema/run-generate';
import { readSettings } from '../../schema/settings';
import { spawnKit } from '../../schema/spawn-kit';
import { workTree } from '../../sources/work-tree';
import { shortened } from '../../text/shorten';
import { shellWord } from '../../text/shell-word';
import type { Database } from '../../workspace/discover';
import { appliedByPath } from './applied-by-path';
import { downFilesOf, moveDownFiles } from './down-files';

export interface UpResult extends DatabaseResult {
  /** Whether anything was changed; null where nothing was run. */
  changed: boolean | null;
}

/**
 * Runs drizzle-kit's up on a folder that is sound and committed, so that it can be taken back, and looks at what it made
 * of it.
 */
export async function up(options: DatabaseOptions): Promise<CommandResult<UpResult>> {
  const workspace = await openWorkspace(options);
  return overDatabases(
    'up',
    workspace.databases,
    (database): UpResult => ({ ...emptyResult(database), changed: null }),
    async (database, started) => {
      try {
        return { ...started, ...(await bringUp(workspace, database)) };
      } catch (thrown) {
        return { ...started, error: failureOf(thrown) };
      }
    },
    { onWork: options.onWork },
  );
}

async function bringUp(workspace: Workspace, database: Database): Promise<Partial<UpResult>> {
  const { root, tree, session } = workspace;
  const settings = await withEvaluator(session, database, (evaluator) =>
    readSettings(tree, database, evaluator),
  );
  const history = await readHistory(tree, settings.out);
  requireFolder(history, database);
  const known = { layout: history.layout, dialect: settings.dialect };
  const faults = sequenceFaults(history, database.name);
  if (faults.length > 0) return { ...known, findings: faults };
  requireCommitted(root, settings.out);
  const other = await appliedByPath(tree, database.dir, settings.out);
  if (other !== null) throw unsafe(other, settings.out);

  const downs = downFilesOf(root, history);
  const cwd = path.join(root, settings.cwd);
  const args = [findKit(cwd).bin, 'up', ...configArguments(database, settings).filter(isForUp)];
  const { output } = await spawnKit(
    cwd,
    args,
    { ...environmentWithoutGit(process.env), ...database.variables },
    false,
  );
  moveDownFiles(root, settings.out, downs);
  const changed = changesIn(root, settings.out) !== '';
  const after = await readHistory(workTree(root), settings.out);
  const found = sequenceFaults(after, database.name);
  const lost = history.migrations.length - after.migrations.length;
  if (found.length > 0 || lost !== 0) throw failed(output, settings.out, lost);
  if (!changed && /error/i.test(output)) throw failed(output, settings.out, 0);
  return { ...known, layout: after.layout, changed };
}

/** What up takes of the arguments that name a config. */
const isForUp = (argument: string) => /^--(?:config|dialect|out)=/.test(argument);

function changesIn(root: string, out: string): string {
  return gitLine(['status', '--porcelain', '--', out], { cwd: root }) ?? '';
}

/** @throws GuardError `not-committed` */
function requireCommitted(root: string, out: string): void {
  if (gitLine(['rev-parse', '--git-dir'], { cwd: root }) === null) return;
  if (changesIn(root, out) === '') return;
  throw new GuardError(
    'not-committed',
    `${out} has changes that are not committed, and drizzle-kit up rewrites it`,
    `commit them first (\`git add ${shellWord(out)}\`, \`git commit\`), so that what up makes can be taken back; nothing was changed`,
  );
}

function unsafe(other: string, out: string): GuardError {
  return new GuardError(
    'unsafe-up',
    `${other} applies ${out} by the paths of its files, and up gives them other ones: it would run every migration once more`,
    'let it apply what is pending, give it another folder, then run the command again; nothing was changed',
  );
}

function failed(output: string, out: string, lost: number): GuardError {
  const why =
    lost === 0
      ? 'does not hold together'
      : `has ${Math.abs(lost)} migrations ${lost > 0 ? 'less' : 'more'} than before`;
  return new GuardError(
    'failed-kit',
    `after drizzle-kit up ${out} ${why}; it said:\n${shortened(output.trim())}`,
    `\`git checkout -- ${shellWord(out)}\` and \`git clean -fd -- ${shellWord(out)}\` take it back; \`drizzle-guard doctor\` says what up may have stumbled over`,
  );
}
