// Type-checks every package, tests included.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
for (const project of ['packages/drizzle-guard', 'packages/nx-drizzle', 'packages/db', 'tools/testkit'])
  execFileSync(process.execPath, [tsc, '-p', project, '--noEmit'], { stdio: 'inherit' });
