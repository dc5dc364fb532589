import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanEnvironment } from 'testkit';
import { installPlugin, REPOSITORY } from './built-plugin';
import { type Call, installStandInBin, readCalls } from './stand-in-bin';

export type NxResult = { readonly exitCode: number | null; readonly output: string; readonly calls: Call[] };

export type Workspace = {
  readonly root: string;
  /** Writes files; an object becomes JSON. */
  write(files: Files): void;
  /** Runs nx in the workspace's root, or in a folder of it. */
  nx(argv: readonly string[], options?: { folder?: string; env?: Record<string, string> }): Promise<NxResult>;
  /** Runs `nx show project --json`. */
  show(project: string): Promise<ShownProject>;
  remove(): void;
};

export type Files = Readonly<Record<string, string | object>>;

type ShownProject = {
  readonly name: string;
  readonly root: string;
  readonly targets: Readonly<Record<string, Record<string, unknown>>>;
  readonly metadata?: { readonly targetGroups?: Record<string, string[]> };
};

export type WorkspaceOptions = {
  /** The folder in which Nx is installed. */
  readonly installed?: string;
  /**
   * Whether Nx starts a process for each plugin, as it does for people. That takes two thirds of a run, so it is left
   * out where the plugin's answers are the subject; nx-versions.test.ts has it with each version of Nx.
   */
  readonly isolated?: boolean;
};

/**
 * Makes an npm workspace with Nx, the built plugin and a stand-in for drizzle-guard, in the folder for temporary files.
 *
 * @param files what is in it besides a package.json and an nx.json that names the plugin, which they may replace
 */
export function createWorkspace(
  files: Files,
  { installed = REPOSITORY, isolated = false }: WorkspaceOptions = {},
): Workspace {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'nx-drizzle-')));
  const modules = path.join(root, 'node_modules');
  mkdirSync(modules);
  for (const name of ['nx', '@nx'])
    symlinkSync(path.join(installed, 'node_modules', name), path.join(modules, name), 'junction');
  installPlugin(path.join(modules, 'nx-drizzle'));
  installStandInBin(root);

  let clock = Date.now() / 1000 - 3600;
  const workspace: Workspace = {
    root,
    write(written) {
      // Nx takes a file for unchanged whose time is the same in whole seconds, and a test may be quicker than that.
      clock += 2;
      for (const [file, content] of Object.entries(written)) {
        mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
        writeFileSync(
          path.join(root, file),
          typeof content === 'string' ? content : JSON.stringify(content, null, 2),
        );
        utimesSync(path.join(root, file), clock, clock);
      }
    },
    nx: (argv, { folder = '.', env = {} } = {}) =>
      runNx(root, path.join(root, folder), argv, isolated ? env : { NX_ISOLATE_PLUGINS: 'false', ...env }),
    async show(project) {
      const { exitCode, output } = await workspace.nx(['show', 'project', project, '--json']);
      if (exitCode !== 0) throw new Error(`nx show project ${project} ended with ${exitCode}:\n${output}`);
      return JSON.parse(output.slice(output.indexOf('{'))) as ShownProject;
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
  workspace.write({
    'package.json': { name: 'workspace', private: true, workspaces: ['packages/*'] },
    'nx.json': { plugins: ['nx-drizzle'] },
    ...files,
  });
  return workspace;
}

async function runNx(
  root: string,
  cwd: string,
  argv: readonly string[],
  env: Record<string, string>,
): Promise<NxResult> {
  const child = spawn(process.execPath, [path.join(root, 'node_modules/nx/dist/bin/nx.js'), ...argv], {
    cwd,
    env: { ...cleanEnvironment(), NX_DAEMON: 'false', NX_TUI: 'false', ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { exitCode, output, calls: readCalls(output) };
}
