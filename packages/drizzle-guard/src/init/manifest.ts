import { GuardError } from '../errors/guard-error';
import { parseJson } from '../text/json';
import type { InitFiles } from './facts';

export const MANIFEST = 'package.json';

/** What init reads of the root's package.json. */
export interface Manifest {
  text: string;
  packageManager: string | null;
  scripts: Record<string, string>;
  /** Version ranges by name, of `dependencies` and `devDependencies`. */
  dependencies: Record<string, string>;
  /** Everything, for the keys of other tools. */
  value: Record<string, unknown>;
}

/**
 * The root's package.json, or null where there is none.
 * @throws GuardError `invalid-package-json`
 */
export function readManifest(files: InitFiles): Manifest | null {
  const text = files.read(MANIFEST);
  if (text === null) return null;
  const parsed = parseJson(text.replace(/^\ufeff/, ''));
  if ('problem' in parsed) throw unusable(`line ${parsed.problem.line} ${parsed.problem.message}`);
  if (!isObject(parsed.value)) throw unusable('it is not an object');
  const { value } = parsed;
  return {
    text,
    packageManager: typeof value['packageManager'] === 'string' ? value['packageManager'] : null,
    scripts: strings(value['scripts']),
    dependencies: { ...strings(value['dependencies']), ...strings(value['devDependencies']) },
    value,
  };
}

function strings(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unusable(why: string): GuardError {
  return new GuardError(
    'invalid-package-json',
    `${MANIFEST} cannot be read: ${why}; nothing was written`,
    `correct ${MANIFEST}, then run \`drizzle-guard init\` again`,
  );
}
