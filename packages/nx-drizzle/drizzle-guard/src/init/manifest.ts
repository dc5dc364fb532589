import { GuardError } from '../errors/guard-error';
import { parseJson } from '../text/json';
import type { InitFiles } from './facts';

export const MANIFEST = 'package.json';

/** Scripts of package.json in which husky is set up, the usual one first. */
export const INSTALL_SCRIPTS = ['prepare', 'postinstall', 'postprepare', 'preinstall'] as const;

/** What init reads of the package.json that sets hooks up. */
export interface Manifest {
  /** Its path from the root. */
  file: string;
  /** Its folder, from the root; "" for the root. */
  home: string;
  text: string;
  packageManager: string | null;
  scripts: Record<string, string>;
  /** Version ranges by name, of `dependencies` and `devDependencies`. */
  dependencies: Record<string, string>;
  /** Everything, for the keys of other tools. */
  value: Record<string, unknown>;
}

/**
 * The package.json of a folder, or null where there is none.
 * @throws GuardError `invalid-package-json`
 */
export function readManifest(files: InitFiles, home = ''): Manifest | null {
  const file = home === '' ? MANIFEST : `${home}/${MANIFEST}`;
  const text = files.read(file);
  if (text === null) return null;
  const parsed = parseJson(text.replace(/^\ufeff/, ''));
  if ('problem' in parsed) throw unusable(file, `line ${parsed.problem.line} ${parsed.problem.message}`);
  if (!isObject(parsed.value)) throw unusable(file, 'it is not an object');
  const { value } = parsed;
  return {
    file,
    home,
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

function unusable(file: string, why: string): GuardError {
  return new GuardError(
    'invalid-package-json',
    `${file} cannot be read: ${why}; nothing was written`,
    `correct ${file}, then run \`drizzle-guard init\` again`,
  );
}
