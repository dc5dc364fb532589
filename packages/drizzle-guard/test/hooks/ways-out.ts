import type { Repository } from 'testkit';
import { expect } from 'vitest';
import { type, typedIn } from './advice';

interface Said {
  exitCode: number;
  /** The codes of findings and errors. */
  codes: string[];
  steps: string[];
}

/** What `check` says, of which nobody asks for a base. */
function said({ bin, env }: Repository): Said {
  const { exitCode, stdout, stderr } = bin(['check'], { env });
  const printed = `${stdout}${stderr}`;
  return {
    exitCode: exitCode ?? -1,
    codes: [...printed.matchAll(/error\[([a-z-]+)\]/g)].map(([, code]) => code!),
    steps: typedIn(printed),
  };
}

/**
 * Types what `check` says until nothing is left to say: no `next` may come twice.
 * @returns what was typed each time
 */
export function walkOut(repository: Repository, most = 4): string[][] {
  const typed: string[][] = [];
  for (;;) {
    const { exitCode, codes, steps } = said(repository);
    const told = typed.map((one) => one.join('\n'));
    if (exitCode === 0) return typed;
    expect([codes, steps.length, told]).not.toEqual([codes, 0, told]);
    expect(told).not.toContain(steps.join('\n'));
    expect(typed.length).toBeLessThan(most);
    typed.push(steps);
    const run = type(repository, steps);
    // The hooks may stop it, and then say what is next.
    if (run.exitCode !== 0) expect(run.output).toMatch(/drizzle-guard stopped|CONFLICT|could not apply/);
  }
}
