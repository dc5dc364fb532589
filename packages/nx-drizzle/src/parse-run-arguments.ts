/** What an nx command line asks for, as it is written; nothing of it is looked up yet. */
export type RunArguments = {
  /** `run`, `run-many`, `affected`, or the target in `nx <target> <project>` */
  readonly command: string;
  readonly positionals: readonly string[];
  readonly targets: readonly string[];
  readonly projects: readonly string[];
  readonly exclude: readonly string[];
  readonly configuration: string | null;
};

type Key = 'targets' | 'projects' | 'exclude' | 'configuration' | 'other';

/** Nx's flags that take a value. Without the last ones a value would be taken for what is to be run. */
const FLAGS: Readonly<Record<string, Key>> = {
  '-t': 'targets',
  '--t': 'targets',
  '--target': 'targets',
  '--targets': 'targets',
  '-p': 'projects',
  '--p': 'projects',
  '--project': 'projects',
  '--projects': 'projects',
  '--exclude': 'exclude',
  '-c': 'configuration',
  '--c': 'configuration',
  '--configuration': 'configuration',
  '--parallel': 'other',
  '--output-style': 'other',
  '--outputStyle': 'other',
  '--runner': 'other',
  '--graph': 'other',
  '--files': 'other',
  '--base': 'other',
  '--head': 'other',
};

const WITH_LISTS = ['run-many', 'affected'];

/**
 * Reads a command line of Nx as far as it names targets, projects and a configuration. After `--`, and in flags that
 * Nx does not know, everything belongs to the task.
 *
 * @param argv `process.argv` of the nx command, node and nx first
 */
export function parseRunArguments(argv: readonly string[]): RunArguments {
  const found: Record<Key, string[]> = {
    targets: [],
    projects: [],
    exclude: [],
    configuration: [],
    other: [],
  };
  const positionals: string[] = [];
  const end = argv.indexOf('--', 2);
  const words = argv.slice(2, end === -1 ? undefined : end);
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const [flag, value] = splitFlag(word);
    const key = FLAGS[flag];
    if (key === undefined) {
      if (word === '--prod') found.configuration.push('production');
      else if (!word.startsWith('-')) positionals.push(word);
    } else if (value !== undefined) {
      found[key].push(...valuesOf(key, value));
    } else {
      const isList = key !== 'configuration' && key !== 'other' && WITH_LISTS.includes(positionals[0] ?? '');
      do {
        const next = words[index + 1];
        if (next === undefined || next.startsWith('-')) break;
        found[key].push(...valuesOf(key, next));
        index++;
      } while (isList);
    }
  }
  const [command = '', ...rest] = positionals;
  return {
    command,
    positionals: rest,
    targets: found.targets,
    projects: found.projects,
    exclude: found.exclude,
    configuration: found.configuration.at(-1) ?? null,
  };
}

function splitFlag(word: string): [flag: string, value: string | undefined] {
  const equals = word.startsWith('-') ? word.indexOf('=') : -1;
  return equals === -1 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

function valuesOf(key: Key, value: string): string[] {
  if (key === 'configuration' || key === 'other') return value === '' ? [] : [value];
  return value
    .split(',')
    .map((item) => item.replace(/^"(.*)"$/, '$1'))
    .filter(Boolean);
}
