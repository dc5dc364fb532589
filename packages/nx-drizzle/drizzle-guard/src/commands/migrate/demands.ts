import { planMigrate } from '../../apply/plan-migrate';
import type { Demands } from '../../apply/run-steps';
import { GuardError } from '../../errors/guard-error';
import type { Workspace } from '../../judging/open-workspace';
import { foundInRehearsal } from '../../judging/rehearsal-findings';
import type { Database } from '../../workspace/discover';

/**
 * How migrate meets what an environment demands.
 * @param cwd where commands are typed, absolute
 */
export function demandsOf(workspace: Workspace, { name }: Database, cwd: string): Demands {
  return {
    async check({ hooks }) {
      hooks.onWork?.('checking');
      const { check } = await import('../check/run');
      const { databases, error } = await check({ cwd: workspace.root, database: [name] });
      const [judged] = databases;
      const failed = error ?? judged?.error;
      if (failed) throw new GuardError(failed.code, failed.message, failed.help);
      return { findings: judged?.findings ?? [] };
    },
    async rehearse({ live, connection, hooks }) {
      hooks.onWork?.('rehearsing');
      const { rehearseLive } = await import('../../apply/rehearse-live');
      const { apply } = planMigrate(live.migrations, live.match, { late: false });
      const rehearsal = await rehearseLive(live, connection, apply);
      return { rehearsal, findings: foundInRehearsal(workspace, name, rehearsal) };
    },
    async backup({ live, connection, hooks }) {
      const { restoreCommandFor } = await import('../../backup/take-backup');
      const backup = await live.backUp!(connection, hooks.onWork);
      return { backup: { file: backup.file, restore: restoreCommandFor(backup, cwd) } };
    },
  };
}
