import { GuardError } from '../errors/guard-error';

/** @param why as a sentence without its end */
export function noShadowToRehearse(why: string): GuardError {
  return new GuardError(
    'replay-impossible',
    `there is no throw-away database on which anything could be rehearsed: ${why}`,
    'name a server for it: "shadow": { "urlEnv": … } in drizzle-guard.json; nothing was run',
  );
}
