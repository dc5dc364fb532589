import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withWorkspace, type Workspace } from 'testkit';
import { expect, test } from 'vitest';
import { takeLockFile, waitForLockFile } from './lock-file';
import { runningProcess } from './process-start';

const take = ({ dir }: Workspace) => takeLockFile(path.join(dir, 'db.lock'), 'packages/db/.pglite');
const NOW = new Date().toISOString();
const lockOf = (pid: number, host = os.hostname(), more: object = {}) =>
  JSON.stringify({ pid, host, since: NOW, ...more });
/** A process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;
const filesIn = ({ dir }: Workspace) => readdirSync(dir).filter((file) => file !== 'node_modules');

test('a lock names its process, and is gone when it is given back', () =>
  withWorkspace({}, (workspace) => {
    const release = take(workspace);
    expect(JSON.parse(workspace.read('db.lock'))).toMatchObject({ pid: process.pid, host: os.hostname() });
    expect(filesIn(workspace)).toEqual(['db.lock']);
    release();
    expect(filesIn(workspace)).toEqual([]);
  }));

test('a second taker is refused, with who holds it', () =>
  withWorkspace({ 'db.lock': lockOf(process.ppid) }, (workspace) => {
    expect(() => take(workspace)).toThrow(
      expect.objectContaining({
        code: 'lock-held',
        message: `packages/db/.pglite is in use by process ${process.ppid} on ${os.hostname()} since ${NOW}; nothing was done`,
        help: expect.stringContaining(path.join(workspace.dir, 'db.lock')),
      }),
    );
    expect(workspace.read('db.lock')).toBe(lockOf(process.ppid));
    expect(filesIn(workspace)).toEqual(['db.lock']);
  }));

test('who waits has it as soon as it is given back, and was told once who had it', () =>
  withWorkspace({ 'db.lock': lockOf(process.ppid) }, async (workspace) => {
    const told: string[] = [];
    const file = path.join(workspace.dir, 'db.lock');
    const waiting = waitForLockFile(file, 'local.db', 10_000, (holder) => told.push(holder));
    setTimeout(() => workspace.remove('db.lock'), 350);
    (await waiting)();
    expect(told).toEqual([`process ${process.ppid} on ${os.hostname()} since ${NOW}`]);
    expect(filesIn(workspace)).toEqual([]);
  }));

test('who waits in vain is refused when the time is up', () =>
  withWorkspace({ 'db.lock': lockOf(process.ppid) }, async (workspace) => {
    const file = path.join(workspace.dir, 'db.lock');
    const start = performance.now();
    await expect(waitForLockFile(file, 'local.db', 300)).rejects.toMatchObject({ code: 'lock-held' });
    expect(performance.now() - start).toBeGreaterThan(250);
    expect(workspace.read('db.lock')).toBe(lockOf(process.ppid));
  }));

test('the lock of a process that is gone is taken over', () =>
  withWorkspace({ 'db.lock': lockOf(deadPid()) }, (workspace) => {
    const release = take(workspace);
    expect(JSON.parse(workspace.read('db.lock')).pid).toBe(process.pid);
    release();
    expect(filesIn(workspace)).toEqual([]);
  }));

test('that of another machine never is: nothing here can tell whether its process lives', () =>
  withWorkspace({ 'db.lock': lockOf(deadPid(), 'another-machine') }, (workspace) => {
    expect(() => take(workspace)).toThrow('on another-machine');
  }));

test('nor is a lock file that cannot be read as one', () =>
  withWorkspace({ 'db.lock': 'half a lo' }, (workspace) => {
    expect(() => take(workspace)).toThrow('in use by another process');
  }));

test('while one process takes a stale lock over, another waits for its turn', () =>
  withWorkspace({ 'db.lock': lockOf(deadPid()), 'db.lock.takeover': lockOf(process.ppid) }, (workspace) => {
    expect(() => take(workspace)).toThrow(`process ${process.ppid}`);
    expect(filesIn(workspace)).toEqual(['db.lock', 'db.lock.takeover']);
  }));

test('giving a lock back leaves that of somebody else alone', () =>
  withWorkspace({}, (workspace) => {
    const release = take(workspace);
    workspace.write({ 'db.lock': lockOf(process.ppid) });
    release();
    expect(workspace.exists('db.lock')).toBe(true);
  }));

test.runIf(process.platform === 'linux')('a process that began after the lock is not its holder', () =>
  withWorkspace({}, (workspace) => {
    const { identity, since } = runningProcess(process.ppid)!;
    const before = { since: new Date(since! - 60_000).toISOString() };
    const after = { since: new Date(since! + 1).toISOString() };
    const isTaken = (more: object, pid = process.ppid) => {
      workspace.write({ 'db.lock': lockOf(pid, os.hostname(), more) });
      try {
        take(workspace)();
        return true;
      } catch {
        return false;
      }
    };
    expect(isTaken(before)).toBe(true);
    expect(isTaken({ since: '1999-01-01T00:00:00.000Z' }, 1)).toBe(true);
    expect(isTaken(after)).toBe(false);
    expect(isTaken({ since: 'some day' })).toBe(false);
    // The clock may be set while a lock is held; who holds it is known without.
    expect(isTaken({ ...before, process: identity })).toBe(false);
    expect(isTaken({ ...after, process: `${identity}1` })).toBe(true);
  }),
);

test.runIf(process.platform === 'linux')(
  'a process that has ended and was not taken note of holds nothing',
  () => {
    const script = 'sleep 0.1 & echo $!; exec sleep 5';
    const parent = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    return new Promise<void>((resolve, reject) => {
      parent.stdout.once('data', (pid: Buffer) => {
        setTimeout(() => {
          const seen = runningProcess(Number(pid));
          parent.kill();
          if (seen === null) resolve();
          else reject(new Error(`it is called running: ${JSON.stringify(seen)}`));
        }, 500);
      });
    });
  },
);

test('this process is running; one that has ended is not', () => {
  expect(runningProcess(process.pid)).toEqual(runningProcess(process.pid));
  expect(Math.abs(runningProcess(process.pid)!.since! - (Date.now() - process.uptime() * 1000))).toBeLessThan(
    3000,
  );
  expect(runningProcess(deadPid())).toBeNull();
});
