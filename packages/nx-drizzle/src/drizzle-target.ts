import type { ProjectNodes, TargetNode } from './nx-types';
import type { TargetNames } from './options';

/** Whether a target of Nx's graph runs drizzle-guard, or says why it cannot. */
export function isDrizzleTarget({ executor, options, metadata }: TargetNode): boolean {
  if (executor === 'nx-drizzle:refuse') return true;
  const { scriptContent } = (metadata ?? {}) as { scriptContent?: unknown };
  const written = [options?.['command'], scriptContent];
  return written.some((text) => typeof text === 'string' && /(^|[\s/])drizzle-guard(\.js)?(\s|$)/.test(text));
}

/** A target that has the name of one of ours and does not run drizzle-guard. */
export type TakenTarget = {
  readonly id: string;
  /** In words. */
  readonly by: string;
  /** The target of ours that is called otherwise for that; null where there is none. */
  readonly own: string | null;
  /** The configurations that ours has. */
  readonly configurations: readonly string[];
};

/**
 * What has taken the name of a target of ours in a project that has databases.
 *
 * @returns null where that name is not one of ours, or where it is ours
 */
export function findTaken(
  project: string,
  name: string,
  nodes: ProjectNodes,
  names: TargetNames,
): TakenTarget | null {
  const targets = nodes[project]?.data.targets ?? {};
  const target = targets[name];
  if (target === undefined || isDrizzleTarget(target)) return null;
  const own = targets[`drizzle-${name}`];
  const isRenamed = own !== undefined && isDrizzleTarget(own);
  const hasOurs = Object.values(targets).some(isDrizzleTarget);
  if (!isRenamed && !(hasOurs && Object.values(names).includes(name))) return null;
  return {
    id: `${project}:${name}`,
    by: target.executor === 'nx:run-script' ? 'a script of package.json' : 'a target of another origin',
    own: isRenamed ? `${project}:drizzle-${name}` : null,
    configurations: Object.keys((isRenamed ? own : target).configurations ?? {}),
  };
}

/** Whose target it is, and what to run in place of it. */
export function describeTaken({ id, by, own }: TakenTarget): string {
  const instead =
    own === null
      ? 'set another name for ours under "targets" in the options of nx-drizzle in nx.json'
      : `drizzle-guard's is ${own}`;
  return `${id} is ${by} and does not run drizzle-guard; ${instead}`;
}
