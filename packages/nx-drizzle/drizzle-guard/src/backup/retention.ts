import type { Manifest } from './manifest';

/** A manifest and the name of its file. */
export interface Listed {
  name: string;
  manifest: Manifest;
}

/**
 * Which backups go, so that the newest stay. Those of another database or environment are not counted and never go.
 * @param keep how many stay
 */
export function superfluous(
  listed: readonly Listed[],
  { database, environment }: Pick<Manifest, 'database' | 'environment'>,
  keep: number,
): Listed[] {
  return listed
    .filter(({ manifest }) => manifest.database === database && manifest.environment === environment)
    .sort((a, b) => (a.manifest.takenAt < b.manifest.takenAt ? 1 : -1))
    .slice(keep);
}

/** The name of a backup without its ending: `shop-production-20260131T120000123Z`. */
export function baseNameOf(
  { database, environment }: { database: string; environment: string },
  at: Date,
): string {
  const time = at.toISOString().replaceAll(/[-:.]/g, '');
  return `${[database, environment].map((part) => part.replaceAll(/[^\w.-]/g, '_')).join('-')}-${time}`;
}

/** Who writes to a backup that is not finished: `<name>.<host>-<pid>.partial`. */
export function partialOf(name: string, { host, pid }: Writer): string {
  return `${name}.${host.replaceAll(/[^\w-]/g, '_')}-${pid}.partial`;
}

interface Writer {
  host: string;
  pid: number;
}

/** The writer of an unfinished backup of this machine; null for another file. */
export function writerOf(name: string, host: string): number | null {
  const [, where, pid] = /\.([\w-]*)-(\d+)\.partial$/.exec(name) ?? [];
  return where === host.replaceAll(/[^\w-]/g, '_') ? Number(pid) : null;
}
