import { statSync } from 'node:fs';
import { ALL_NAMES } from '../schema/protocol';
import { hashOf } from '../text/hash';

/** What an answer rests on beside the Tree: installed or built files, and variables that the code read. */
export interface Surroundings {
  /** Absolute path → size and time of change; null where there is nothing. */
  disk: Record<string, string | null>;
  /** Variable → hash of its value, which may be a secret; null where it is not set. */
  environment: Record<string, string | null>;
}

export function lookAround(
  paths: Iterable<string>,
  names: Iterable<string>,
  environment: NodeJS.ProcessEnv,
): Surroundings {
  return {
    disk: Object.fromEntries([...new Set(paths)].map((path) => [path, stampOf(path)])),
    environment: Object.fromEntries([...new Set(names)].map((name) => [name, valueOf(environment, name)])),
  };
}

export function isUnchanged({ disk, environment }: Surroundings, present: NodeJS.ProcessEnv): boolean {
  return (
    Object.entries(disk).every(([path, stamp]) => stampOf(path) === stamp) &&
    Object.entries(environment).every(([name, value]) => valueOf(present, name) === value)
  );
}

/** What cannot be looked at, below a folder that has become a file say, is not there. */
function stampOf(path: string): string | null {
  try {
    const { size, mtimeMs } = statSync(path);
    return `${size} ${mtimeMs}`;
  } catch {
    return null;
  }
}

function valueOf(environment: NodeJS.ProcessEnv, name: string): string | null {
  const value = name === ALL_NAMES ? Object.keys(environment).sort().join(' ') : environment[name];
  return value === undefined ? null : hashOf(value);
}
