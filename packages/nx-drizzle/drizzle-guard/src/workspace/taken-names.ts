/** A name that a project has given to something of its own, so that no target of ours can have it. */
export interface TakenName {
  name: string;
  /** In words: "a script of package.json". */
  by: string;
  /** Whether it is a script, which has no configurations. */
  isScript: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The targets that Nx makes of what a project itself says: the scripts of its package.json (those of
 * `nx.includedScripts`, where that is given), and targets with a command or an executor. Each of them replaces an inferred
 * target of its name, without a word. What only adds to one, or calls drizzle-guard itself, takes nothing.
 *
 * @param manifest its package.json; {} without one
 * @param project its project.json; {} without one
 */
export function takenNames(manifest: Json, project: Json): TakenName[] {
  const nx = objectIn(manifest, 'nx');
  const { includedScripts } = nx;
  const scripts = Object.entries(objectIn(manifest, 'scripts')).filter(
    ([name]) => !Array.isArray(includedScripts) || includedScripts.includes(name),
  );
  const inFile = (targets: Json, file: string) =>
    Object.entries(targets).flatMap(([name, target]) =>
      replaces(target) ? [{ name, by: `a target of ${file}`, isScript: false }] : [],
    );
  return [
    ...inFile(objectIn(project, 'targets'), 'project.json'),
    ...inFile(objectIn(nx, 'targets'), 'package.json'),
    ...scripts.map(([name]) => ({ name, by: 'a script of package.json', isScript: true })),
  ];
}

function replaces(target: unknown): boolean {
  if (typeof target !== 'object' || target === null) return false;
  const { command, executor, options } = target as Json;
  const written = [command, (options as Json | null | undefined)?.['command']];
  if (written.some((text) => typeof text === 'string' && text.includes('drizzle-guard'))) return false;
  return command !== undefined || executor !== undefined;
}

function objectIn(value: Json, key: string): Json {
  const inner = value[key];
  return typeof inner === 'object' && inner !== null ? (inner as Json) : {};
}
