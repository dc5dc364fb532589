import type { LiveOptions, LiveResult } from '../../apply/live-database';
import type { Rehearsal } from '../../rehearsal/rehearse';
import type { WayBackKnown } from '../../rollback/effects/rehearse-back';
import type { Values } from '../define-command';
import type { rehearseOptions } from './row';

export interface RehearseOptions extends LiveOptions, Values<typeof rehearseOptions> {}

export interface RehearseResult extends LiveResult {
  /** What stood before: a branch, the database of an environment, a copy of it, or a file; null where nothing did. */
  from: string | null;
  /** Null where nothing was run. */
  rehearsal: Rehearsal | null;
  /** How each migration would be taken back; [] where something fails before. */
  back: WayBackKnown[];
}
