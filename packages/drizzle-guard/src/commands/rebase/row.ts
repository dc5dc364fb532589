import { defineCommand, type OptionTable } from '../define-command';
import { database, environment, json, migrations, refuseBoth } from '../shared-options';

export const rebaseOptions = {
  migrations,
  onto: {
    type: 'string',
    value: '<ref>',
    help: 'after whose migrations yours go (default: the other side of what git is in the middle of, else the base)',
  },
  'dry-run': { type: 'boolean', help: 'show every file that would be written, and write none' },
  ci: {
    type: 'boolean',
    help: 'for a workflow on the branch of a pull request: commit it, and end with 1 where people have to decide',
  },
  'drop-duplicates': {
    type: 'boolean',
    help: 'leave out of yours what the other side has in the same words',
  },
  environment: {
    ...environment,
    help: 'refuse to move what the database of this environment has applied (default: none is asked)',
  },
  regenerate: {
    type: 'boolean',
    help: 'drop yours, and let drizzle-kit generate anew what the schema lacks; not where SQL was written by hand',
  },
} as const satisfies OptionTable;

export const rebase = defineCommand({
  name: 'rebase',
  summary: 'move your migrations that have not landed after those of the other side',
  options: { database, json, ...rebaseOptions },
  targets: [
    {
      name: 'rebase',
      description: 'Moves the drizzle migrations that have not landed after those of the other side.',
    },
  ],
  async run(values, output) {
    refuseBoth(values);
    const { rebase } = await import('./run');
    const options = { cwd: process.cwd(), ...values, onWork: output.doing };
    return values.ci ? (await import('./in-ci')).inCi(rebase, options) : rebase(options);
  },
  render: async () => (await import('./render')).renderRebase,
});
