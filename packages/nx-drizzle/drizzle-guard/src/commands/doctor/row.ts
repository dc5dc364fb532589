import { defineCommand, type OptionTable } from '../define-command';
import { database, json, migrations, refuseBoth } from '../shared-options';

export const doctorOptions = {
  migrations,
  repair: { type: 'boolean', help: 'show what can be mended without losing anything, then do it' },
  'dry-run': { type: 'boolean', help: 'with --repair: only show it' },
  baseline: { type: 'boolean', help: "accept today's findings: from now on only new ones fail" },
} as const satisfies OptionTable;

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'say what broke a history, in order of cause; mend or accept it',
  options: { database, json, ...doctorOptions },
  targets: [
    {
      name: 'doctor',
      description: 'Says what broke the drizzle migrations, and mends what can be mended without loss.',
      dependsOn: ['^build'],
    },
  ],
  async run(values, output) {
    refuseBoth(values);
    const [{ doctor }, { renderDiagnosis }] = await Promise.all([import('./run'), import('./render')]);
    const head = values.dryRun ? '--repair would' : '--repair does';
    return doctor({
      cwd: process.cwd(),
      ...values,
      onWork: output.doing,
      onPlan: (plan) => output.show(plan, (safe, style) => renderDiagnosis(safe, head, style)),
    });
  },
  async render({ baseline, repair }) {
    const { renderBaseline, renderDoctor, renderRepaired } = await import('./render');
    return baseline ? renderBaseline : repair ? renderRepaired : renderDoctor;
  },
});
