import * as v from 'valibot';
import { GuardError } from '../errors/guard-error';
import type { BaselineEntry } from '../rules/accepted';
import type { Finding } from '../rules/finding';
import { readText, type Tree } from '../sources/tree';
import { parseJson } from '../text/json';

export const BASELINE_FILE = 'drizzle-guard.baseline.json';

// No strict objects: an older version of this tool reads what a newer one has added.
const Baseline = v.object({
  version: v.literal(1),
  findings: v.array(
    v.object({
      database: v.string(),
      code: v.string(),
      migration: v.exactOptional(v.string()),
      file: v.exactOptional(v.string()),
      message: v.string(),
      details: v.exactOptional(v.array(v.string())),
      wanted: v.exactOptional(v.array(v.string())),
    }),
  ),
});

/**
 * Reads drizzle-guard.baseline.json at the root of a Tree: the findings that were accepted in one go; [] without one.
 * @throws GuardError `invalid-baseline`: taken for empty it would fail everything, taken for full it would hide everything
 */
export async function readBaseline(tree: Tree): Promise<BaselineEntry[]> {
  const text = await readText(tree, BASELINE_FILE);
  if (text === undefined) return [];
  const parsed = parseJson(text);
  if ('problem' in parsed) throw invalid(`line ${parsed.problem.line} ${parsed.problem.message}`);
  const result = v.safeParse(Baseline, parsed.value);
  if (result.success) return result.output.findings;
  const [issue] = result.issues;
  throw invalid(`${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
}

/** The text of a baseline: the same findings always make the same text. */
export function baselineText(findings: readonly (BaselineEntry | Finding)[]): string {
  const entries = findings.map(entryOf);
  const unique = new Map(entries.map((entry) => [keyOf(entry), entry]));
  const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  return `${JSON.stringify({ version: 1, findings: sorted }, null, 2)}\n`;
}

function entryOf({
  database,
  code,
  migration,
  file,
  message,
  details,
  wanted,
}: BaselineEntry): BaselineEntry {
  return {
    database,
    code,
    ...(migration === undefined ? {} : { migration }),
    ...(file === undefined ? {} : { file }),
    message,
    ...(details === undefined ? {} : { details }),
    ...(wanted === undefined ? {} : { wanted }),
  };
}

function keyOf({ database, code, migration = '', file = '', message }: BaselineEntry): string {
  return [database, code, migration, file, message].join('\0');
}

function invalid(why: string): GuardError {
  return new GuardError(
    'invalid-baseline',
    `${BASELINE_FILE} is not what \`drizzle-guard doctor --baseline\` writes: ${why}`,
    `bring it back from git, or delete it and run \`drizzle-guard doctor --baseline\` again; nothing was judged`,
  );
}
