import * as v from 'valibot';
import { GuardError } from '../errors/guard-error';
import { readText, type Tree } from '../sources/tree';
import { parseJson } from '../text/json';

export const DEPLOYED_FILE = 'drizzle-guard.deployed.json';

// No strict objects: an older version of this tool reads what a newer one has added.
const Database = v.object({
  newest: v.nullable(v.object({ migration: v.string(), timestamp: v.number(), hash: v.string() })),
  applied: v.array(v.string()),
  at: v.string(),
});
const File = v.object({
  version: v.literal(1),
  environments: v.record(v.string(), v.record(v.string(), Database)),
});

/** How far a database of an environment was after a migrate. */
export interface DeployedDatabase {
  /** The one beside which others come late; null where nothing is applied. */
  newest: { migration: string; timestamp: number; hash: string } | null;
  /** Tags, sorted. */
  applied: string[];
  /** When that was first so, in ISO 8601. */
  at: string;
}

/** By environment, then by the name of the database. */
export type Deployed = Readonly<Record<string, Readonly<Record<string, DeployedDatabase>>>>;

/**
 * Reads drizzle-guard.deployed.json at the root of a Tree.
 * @returns null where there is none
 * @throws GuardError `invalid-deployed`
 */
export async function readDeployed(tree: Tree): Promise<Deployed | null> {
  const text = await readText(tree, DEPLOYED_FILE);
  if (text === undefined) return null;
  const parsed = parseJson(text);
  if ('problem' in parsed) throw invalid(`line ${parsed.problem.line} ${parsed.problem.message}`);
  const result = v.safeParse(File, parsed.value);
  if (result.success) return result.output.environments;
  const [issue] = result.issues;
  throw invalid(`${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
}

/** The same with how far databases of an environment are now. What has not changed keeps its time. */
export function withDeployed(
  before: Deployed,
  environment: string,
  databases: Readonly<Record<string, DeployedDatabase>>,
): Deployed {
  const known = before[environment] ?? {};
  const now = Object.entries(databases).map(([name, one]) => {
    const old = known[name];
    const isSame = old !== undefined && saidIn(old) === saidIn(one);
    return [name, isSame ? old : one] as const;
  });
  return { ...before, [environment]: { ...known, ...Object.fromEntries(now) } };
}

/** The text of the file: the same facts always make the same text. */
export function deployedText(deployed: Deployed): string {
  const environments = sorted(deployed, (databases) =>
    sorted(databases, ({ newest, applied, at }) => ({ newest, applied: [...applied].sort(), at })),
  );
  return `${JSON.stringify({ version: 1, environments }, null, 2)}\n`;
}

function saidIn({ newest, applied }: DeployedDatabase): string {
  return JSON.stringify([newest?.migration, newest?.timestamp, newest?.hash, [...applied].sort()]);
}

function sorted<T, R>(record: Readonly<Record<string, T>>, of: (value: T) => R): Record<string, R> {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(keys.map((key) => [key, of(record[key]!)]));
}

function invalid(why: string): GuardError {
  return new GuardError(
    'invalid-deployed',
    `${DEPLOYED_FILE} is not what \`drizzle-guard migrate\` writes: ${why}`,
    'take the newer side of it after a merge, or bring it back from git; migrate writes it anew where it is not there',
  );
}
