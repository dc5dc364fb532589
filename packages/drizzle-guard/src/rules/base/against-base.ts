import type { Divergence } from '../../history/divergence';
import type { History } from '../../history/history';
import { prefixAgainstBase } from '../structure/duplicate-prefix';
import { editedAgainstBase, editedMigration } from './edited-migration';
import { forkAgainstBase } from '../structure/forked-history';
import { lateAgainstBase, lateMigration } from './late-migration';
import { removedAgainstBase, removedMigration } from './removed-migration';
import type { FindingDraft } from '../finding';

/** A history beside the one that it will land on. */
export interface AgainstBase extends Divergence {
  history: History;
  /** The base's. */
  landed: History;
  /** The base's name, as people say it. */
  base: string;
}

/** What can be wrong between a history and the base's, beside forks and numbers. */
export const baseRules = [lateMigration, editedMigration, removedMigration] as const;

/** Everything that a merge with the base would bring, in order of cause. */
export function checkAgainstBase(context: AgainstBase): FindingDraft[] {
  return [
    ...landedChanges(context),
    ...forkAgainstBase(context),
    ...prefixAgainstBase(context),
    ...lateAgainstBase(context),
  ];
}

/** What was done to migrations that have landed. */
export function landedChanges(context: AgainstBase): FindingDraft[] {
  return [...removedAgainstBase(context), ...editedAgainstBase(context)];
}
