import { fstatSync, statSync } from 'node:fs';

/** os.devNull, without loading node:os at every commit. */
const DEV_NULL = process.platform === 'win32' ? '\\\\.\\nul' : '/dev/null';

export function isTerminal(descriptor: 0 | 1 | 2): boolean {
  // Asking the file system first: node:tty brings node:net with it, and most hooks and pipelines have no terminal.
  const device = fstatSync(descriptor);
  if (!device.isCharacterDevice() || device.rdev === statSync(DEV_NULL, { throwIfNoEntry: false })?.rdev)
    return false;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('node:tty') as typeof import('node:tty')).isatty(descriptor);
}
