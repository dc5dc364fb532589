import { GuardError } from '../../errors/guard-error';
import { failureOf } from '../../errors/failure';
import { writeEdits, type Written } from '../../files/write-edits';
import { abortMerge } from '../../git/begin-merge';
import { keepIndex } from '../../git/keep-index';
import { stage } from '../../git/stage';
import type { DatabaseOptions } from '../../judging/open-workspace';
import type { Place } from '../../judging/session';
import type { Setting } from '../../rebase/effects/find-setting';
import type { Files } from '../../rebase/effects/place-files';
import type { RegenerationPlan } from '../../rebase/effects/rebase-plan';
import { leftInConflict, writePlans } from '../../rebase/effects/write-plans';
import { exitCodeOf } from '../../results/command-result';
import { workTree } from '../../sources/work-tree';
import { generate, type GeneratedMigration } from '../generate/run';

/**
 * Takes out what gives way and lets drizzle-kit write what the schema lacks then; where that fails, everything is as it was.
 *
 * @returns the files that are not what they were, and what was generated, by database
 * @throws GuardError `unresolved-conflict`, `generate-failed`, and what `writePlans` throws
 */
export async function regenerate(
  place: Place,
  setting: Setting,
  files: Files,
  plans: ReadonlyMap<string, RegenerationPlan>,
  options: DatabaseOptions,
): Promise<{ edits: string[]; generated: Map<string, readonly GeneratedMigration[]> }> {
  const { root } = place;
  const index = keepIndex(root);
  const before = await bytesOf(root, files);
  const putBack = (made: readonly string[]) => {
    const gone = made.filter((file) => !files.has(file)).map((file) => ({ file, after: null }));
    const isAhead = setting.kind === 'ahead';
    // A merge is taken back where what is on disk is what is staged.
    const there = isAhead ? [...files].map(([file, after]) => ({ file, after })) : before;
    writeEdits(root, [...there, ...gone], 'drizzle-guard rebase --regenerate');
    if (isAhead) abortMerge(root);
    else index.restore();
  };
  try {
    const generated = new Map<string, readonly GeneratedMigration[]>();
    const filesMade = () => [...generated.values()].flat().flatMap((one) => one.files);
    const generateAll = async () => {
      requireSettled(leftInConflict(root, setting));
      for (const [name, { generates }] of plans) {
        if (generates === null) continue;
        const made = await generate({ ...options, cwd: root, database: [name], name: generates });
        const [result] = made.databases;
        if (exitCodeOf(made) !== 0)
          throw notGenerated(name, result?.error ?? made.error ?? failureOf(result?.findings[0]?.message));
        generated.set(name, result!.generated);
      }
    };
    const edits = await writePlans(place, setting, files, () =>
      generateAll().catch((thrown: unknown) => {
        putBack(filesMade());
        throw thrown;
      }),
    );
    const written = filesMade();
    if (setting.kind !== 'behind') stage(root, [...written, ...files.keys()]);
    return { edits: [...new Set([...edits, ...written])].sort(), generated };
  } finally {
    index.forget();
  }
}

async function bytesOf(root: string, files: Files): Promise<Written[]> {
  const tree = workTree(root);
  const kept: Written[] = [];
  for (const file of files.keys()) kept.push({ file, after: (await tree.read(file)) ?? null });
  return kept;
}

function requireSettled(open: readonly string[]): void {
  if (open.length === 0) return;
  throw new GuardError(
    'unresolved-conflict',
    `${open.join(', ')} ${open.length === 1 ? 'is' : 'are'} in conflict, and what the schema lacks is not known before`,
    'settle that by hand and `git add` it, then run `drizzle-guard rebase --regenerate` again; everything is as it was',
  );
}

function notGenerated(name: string, { message, help }: { message: string; help: string }): GuardError {
  return new GuardError(
    'generate-failed',
    `nothing was generated for ${name}: ${message}`,
    `${help}; everything is as it was`,
  );
}
