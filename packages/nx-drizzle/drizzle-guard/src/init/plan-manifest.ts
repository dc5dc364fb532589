import type { InitEdit } from './facts';
import { editJson, type JsonChange } from '../text/json-edit';
import type { Manifest } from './manifest';

/** Of drizzle-guard, where init adds it: two numbers, as in HUSKY_RANGE. A preview is in no such range. */
export function guardRange(version: string): string {
  return version.includes('-') ? `^${version}` : `^${version.replace(/\.\d+$/, '')}`;
}

/** Whether a range of drizzle-guard is one that init writes. */
export function isOwnRange(range: unknown): boolean {
  return typeof range === 'string' && /^\^\d+\.\d+$/.test(range);
}

/**
 * package.json with what the hooks need, and with drizzle-guard itself: a hook finds it in node_modules/.bin.
 * @param changes those of the hook manager
 * @returns null where nothing is missing
 */
export function planManifest(
  manifest: Manifest | null,
  version: string,
  changes: readonly JsonChange[],
): InitEdit | null {
  if (manifest === null) return null;
  const own: JsonChange[] =
    manifest.dependencies['drizzle-guard'] === undefined
      ? [{ path: ['devDependencies', 'drizzle-guard'], value: guardRange(version), sorted: true }]
      : [];
  const all = [...changes, ...own];
  if (all.length === 0) return null;
  const why =
    changes.length > 0
      ? 'installing sets the hooks up, in every clone and every linked worktree'
      : 'the hooks and everybody who installs have the same drizzle-guard';
  return { file: manifest.file, before: manifest.text, after: editJson(manifest.text, all), why };
}
