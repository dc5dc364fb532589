import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finishFolder } from './finish-folder';

const PACKAGE = path.resolve(__dirname, '../..');

/** Where this repository's own Nx is installed. */
export const REPOSITORY = path.resolve(PACKAGE, '../..');

/**
 * Puts what npm would publish of the plugin into a folder, built from the sources as they are now.
 *
 * @param folder an absolute path
 */
export function installPlugin(folder: string): void {
  const { files } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as {
    files: string[];
  };
  for (const file of ['package.json', ...files]) {
    const source = file === 'dist' ? build() : path.join(PACKAGE, file);
    cpSync(source, path.join(folder, file), { recursive: true });
  }
}

/** Kept by the sources' hash: test files run at the same time, and one must not read what another is writing. */
function build(): string {
  const builds = path.join(tmpdir(), 'nx-drizzle-builds');
  const built = path.join(builds, hashSources());
  if (existsSync(built)) return built;
  mkdirSync(builds, { recursive: true });
  const unfinished = mkdtempSync(path.join(builds, 'unfinished-'));
  try {
    const tsc = require.resolve('typescript/bin/tsc');
    const project = path.join(PACKAGE, 'tsconfig.build.json');
    execFileSync(process.execPath, [tsc, '-p', project, '--outDir', unfinished], { stdio: 'inherit' });
    finishFolder(unfinished, built);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return built;
}

function hashSources(): string {
  const hash = createHash('sha256');
  const sources = readdirSync(path.join(PACKAGE, 'src'), { recursive: true, encoding: 'utf8' });
  for (const file of sources.filter((name) => name.endsWith('.ts')).sort()) {
    hash.update(file).update(readFileSync(path.join(PACKAGE, 'src', file)));
  }
  for (const file of [
    path.join(PACKAGE, 'tsconfig.build.json'),
    path.join(REPOSITORY, 'tsconfig.base.json'),
  ]) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
