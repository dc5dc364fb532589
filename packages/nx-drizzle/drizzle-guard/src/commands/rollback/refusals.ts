import { GuardError } from '../../errors/guard-error';
import { downFileOf } from '../../history/down-file';
import type { History } from '../../history/history';
import { wordsOfLoss } from '../../rollback/losses';
import { isOpen, type Way } from '../../rollback/way';
import { shellWord } from '../../text/shell-word';

/** Why ways back cannot be gone at all; null where they can. Pure. */
export function whyClosed(ways: readonly Way[], history: History): GuardError | null {
  const closed =
    ways.find(({ down }) => down === null) ??
    ways.find(({ isRefuted }) => isRefuted) ??
    ways.find((way) => !isOpen(way));
  if (!closed) return null;
  const { migration: tag, down, why, isRefuted } = closed;
  const file = downFileOf(history.migrations.find((one) => one.tag === tag)!);
  if (down === null)
    return new GuardError(
      'no-way-back',
      `${tag} cannot be taken back by itself: ${why}`,
      `write what takes it back into ${file} (a comment alone where nothing is to be), then run the command again; nothing was changed`,
    );
  const whose = down.file === null ? 'what drizzle-kit writes to take it back' : down.file;
  return new GuardError(
    'unproven-rollback',
    `${tag} is not taken back, because ${whose} is not proven: ${(why ?? '').replace(/^it is not proven: /, '')}`,
    down.file === null && !isRefuted
      ? `mend that; or write what takes it back into ${file}, which is run without a proof where you agree to that; nothing was changed`
      : down.file === null
        ? `write what takes it back into ${file}, then run the command again; nothing was changed`
        : `correct ${file}, then run the command again; nothing was changed`,
  );
}

/** What somebody has to agree to, a line each: what is lost, and what nobody has proven. */
export function toBeAccepted(ways: readonly Way[]): string[] {
  return ways.flatMap(({ migration, losses, label, why }) => [
    ...losses.map((loss) => `${migration}: ${wordsOfLoss(loss)}`),
    ...(label === 'manual' ? [`${migration}: ${why}`] : []),
  ]);
}

/** @param command what is run again with what agrees */
export function notAccepted(lines: readonly string[], command: string, name: string): GuardError {
  return new GuardError(
    'lossy-rollback',
    `taking this back loses data, or is not proven, and nobody has agreed to that; nothing was changed:${listed(lines)}`,
    `take a backup (\`drizzle-guard backup\`), then run \`${command} --accept-loss --yes ${shellWord(name)}\` where that is what you want`,
  );
}

export function listed(lines: readonly string[]): string {
  return lines.map((line) => `\n  ${line}`).join('');
}
