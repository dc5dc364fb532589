import { shadowEngine, shadowDriver } from './drivers';
import type { ShadowServer } from './server';

/** What a database's shadow may be made on. */
export interface Ground {
  /** In the words of a drizzle config. */
  dialect: string | null;
  /** Where the driver of one that needs no server is looked for, absolute; the first that has one. */
  folders: readonly string[];
  /** The server that is configured for it; or why that cannot be used, in words. */
  server?: ShadowServer | string | null;
}

/** A ground on which a shadow can be made, as far as is known before. */
export type FirmGround = Ground & { dialect: string };

/** Dialects of which the shadow is on a server or nowhere. */
const ON_SERVERS = new Set(['mysql']);

const NOT_NAMED = 'a shadow of MySQL is made on a server, and "shadow" in drizzle-guard.json names none';

/** Why there is no shadow, as a sentence without its end; null where there is one. */
export function whyNoShadow({ dialect, server = null }: Ground): string | null {
  if (dialect !== null && (shadowEngine(dialect) !== null || isServer(server))) return null;
  if (dialect === null || !ON_SERVERS.has(dialect))
    return `there is no shadow for ${dialect ?? 'an unknown dialect'} yet`;
  return typeof server === 'string' ? server : NOT_NAMED;
}

export function isServer(server: Ground['server']): server is ShadowServer {
  return typeof server === 'object' && server !== null;
}

export function hasShadow(ground: Ground): ground is FirmGround {
  return whyNoShadow(ground) === null;
}

/** What a shadow would run on, in words that change with it; null where there is none. */
export function groundInWords({ dialect, folders, server }: Ground): string | null {
  if (dialect === null) return null;
  return isServer(server) ? server.place.description : shadowDriver(dialect, folders);
}
