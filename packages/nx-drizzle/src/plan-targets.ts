import { posix } from 'node:path';
import { parseConfigFileName, type TakenName, type Target, targets } from 'drizzle-guard/targets';
import type { DrizzleProject } from './drizzle-project';
import type { TargetNames } from './options';

/** A target that a project is to have. */
export type PlannedTarget = {
  /** What drizzle-guard declares of it. */
  readonly row: Target;
  readonly name: string;
  /** What drizzle-guard is told with --database: the folder, which stands for all that is in it, or one config. */
  readonly database: string;
  /** How many databases it is about. */
  readonly databases: number;
  /** What of the project has the name which it would have had. */
  readonly taken: TakenName | null;
};

/**
 * Names the targets of a project: the bare ones, which are about every database of it, and where it has several
 * `<target>-<infix>` for each of them (`-default` for the one without an infix). Nx puts a script of package.json, or a
 * target of project.json, in the place of a target of its name without a word; such a target is called `drizzle-<name>`.
 */
export function planTargets(project: DrizzleProject, names: TargetNames): PlannedTarget[] {
  const { root, databases, taken } = project;
  const own = isToldApart(project, names) && databases.length > 1 ? databases : [];
  return targets
    .flatMap((row) => {
      const bare = { row, name: names[row.name], database: root, databases: databases.length };
      const each = own.map(({ configFile }) => ({
        row,
        name: `${names[row.name]}-${suffixOf(configFile)}`,
        database: configFile,
        databases: 1,
      }));
      return [bare, ...each];
    })
    .map((target) => {
      const by = taken.find(({ name }) => name === target.name) ?? null;
      return { ...target, name: by === null ? target.name : `drizzle-${target.name}`, taken: by };
    });
}

/** Whether the names of the configs make a name of its own for every target. */
export function isToldApart({ databases }: DrizzleProject, names: TargetNames): boolean {
  if (databases.length < 2) return true;
  const all = targets.flatMap(({ name }) => [
    names[name],
    ...databases.map(({ configFile }) => `${names[name]}-${suffixOf(configFile)}`),
  ]);
  return new Set(all).size === all.length;
}

function suffixOf(configFile: string): string {
  return parseConfigFileName(posix.basename(configFile))?.infix || 'default';
}
