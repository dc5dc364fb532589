import type { CommandRow } from './define-command';
import { commands } from './index';
import type { TargetRow } from './target-row';

export type TargetName = (typeof commands)[number]['targets'][number]['name'];

/** A target, and the command that it calls. */
export interface Target<Name extends string = TargetName> extends TargetRow<Name> {
  command: string;
}

/** The targets of every command, in the order in which Nx shows them. */
export const targets: readonly Target[] = targetsOf<TargetName>(commands);

/** Nothing but data: nx-drizzle is built with it. */
export function targetsOf<Name extends string>(rows: readonly CommandRow<Name>[]): Target<Name>[] {
  const all = rows.flatMap(({ name: command, targets }) => targets.map((row) => ({ command, ...row })));
  return [...all.filter(({ isFirst }) => isFirst), ...all.filter(({ isFirst }) => !isFirst)];
}
