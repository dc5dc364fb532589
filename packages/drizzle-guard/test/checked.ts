import { withWorkspace, type Workspace } from 'testkit';

export type Files = Record<string, string>;

/** Runs check in a workspace of these files and gives the only database of its document. */
export async function checked(
  files: Files,
  env: Record<string, string> = {},
  prepare?: (workspace: Workspace) => void,
) {
  let result:
    { exitCode: number | null; output: string; database: ReturnType<typeof JSON.parse> } | undefined;
  await withWorkspace(files, (workspace) => {
    prepare?.(workspace);
    const run = workspace.bin(['check', '--json'], { env });
    result = { exitCode: run.exitCode, output: run.stdout + run.stderr, database: run.json().databases[0] };
  });
  return result!;
}
