import { isMap } from './json';
import { differingKeys, isSame } from './same';

/** Something that a state has or has not. */
export interface Comparable {
  /** What it is known by: the same in both states. */
  key: string;
  /** The key of the table that it is a part of; null where it stands alone. */
  of: string | null;
  definition: unknown;
}

/** What differs between two states; null where one of them does not have it. */
export interface ChangeOf<T extends Comparable> {
  before: T | null;
  after: T | null;
}

/** What a change is about, as it is afterwards, or was. */
export function subjectOf<T extends Comparable>({ before, after }: ChangeOf<T>): T {
  return (after ?? before)!;
}

/**
 * What differs between two states: what is new or changed as the second lists it, then what is gone as the first does.
 * Parts of a table that comes or goes come and go with it, and are no changes of their own.
 */
export function compare<T extends Comparable>(before: readonly T[], after: readonly T[]): ChangeOf<T>[] {
  const was = new Map(before.map((one) => [one.key, one]));
  const is = new Map(after.map((one) => [one.key, one]));
  const isOwn = ({ of }: T) => of === null || was.has(of) === is.has(of);
  const present = [...is.values()]
    .filter(isOwn)
    .map((one): ChangeOf<T> => ({ before: was.get(one.key) ?? null, after: one }))
    .filter(
      (change) => change.before === null || !isSame(change.before.definition, change.after!.definition),
    );
  const gone = [...was.values()].filter((one) => !is.has(one.key) && isOwn(one));
  return [...present, ...gone.map((one) => ({ before: one, after: null }))];
}

/** The attributes of which something that is in both states does not have the same. */
export function changedAttributes({ before, after }: ChangeOf<Comparable>): string[] {
  const [was, is] = [before?.definition, after?.definition];
  return isMap(was) && isMap(is) ? differingKeys(was, is) : [];
}
