import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a program of Node, drizzle-kit's command line. What it exits with says little: see what it did.
 *
 * @param cwd absolute
 * @param args the program and what is given to it; no secret is among them
 * @param interactive whether it has the terminal for itself
 * @returns what it printed; "" where it printed to the terminal itself
 */
export function spawnKit(
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  interactive: boolean,
): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      ...{ cwd, env },
      stdio: interactive ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
    // A terminal tells both; whoever ends this process alone means the other too.
    const pass = (signal: NodeJS.Signals) => void child.kill(signal);
    SIGNALS.forEach((signal) => process.on(signal, pass));
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      SIGNALS.forEach((one) => process.removeListener(one, pass));
      resolve({ exitCode: exitCode ?? (signal === 'SIGINT' ? 130 : 143), output });
    });
  });
}
