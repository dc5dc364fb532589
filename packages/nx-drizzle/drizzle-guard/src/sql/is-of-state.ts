import { commandsOf } from './commands';
import { isForgiving } from './is-forgiving';
import type { Statement } from './statements';

const OF_STATE =
  /^(?:create (?:or replace )?(?:unique )?|alter |drop )(?:table|index|type|schema|sequence|(?:materialized )?view|policy|role)\b/i;

/** Whether snapshots tell what a statement does. A function, a trigger or rows are in no snapshot. */
export function isOfState(statement: Statement): boolean {
  return (
    isForgiving(statement) || commandsOf(statement.sql).every((command) => OF_STATE.test(command.join(' ')))
  );
}
