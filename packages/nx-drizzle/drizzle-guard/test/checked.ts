import { createRequire } from 'node:module';
import { withWorkspace, type Workspace } from 'testkit';

export type Files = Record<string, string>;

type Database = ReturnType<typeof JSON.parse>;

/** The public index: the built one, because it evaluates schemas in a thread of its own build. */
export const built = createRequire(__filename)('../dist/index.js') as typeof import('../src/index');

/** Runs check in a workspace of these files and gives the only database of its document. */
export async function checked(files: Files, env: Record<string, string> = {}) {
  let result: { exitCode: number | null; output: string; database: Database } | undefined;
  await withWorkspace(files, (workspace) => {
    const run = workspace.bin(['check', '--json'], { env });
    result = { exitCode: run.exitCode, output: run.stdout + run.stderr, database: run.json().databases[0] };
  });
  return result!;
}

/** The same of a workspace that is there, asked as a program asks: without a process. */
export async function askedOf({ dir }: Workspace): Promise<{ exitCode: number; database: Database }> {
  const result = await built.check({ cwd: dir });
  return { exitCode: built.exitCodeOf(result), database: JSON.parse(JSON.stringify(result.databases[0])) };
}

/** The same of these files. */
export async function asked(files: Files, change?: (workspace: Workspace) => void, modules?: string) {
  let result: Awaited<ReturnType<typeof askedOf>> | undefined;
  await withWorkspace(
    files,
    async (workspace) => {
      change?.(workspace);
      result = await askedOf(workspace);
    },
    modules,
  );
  return result!;
}
