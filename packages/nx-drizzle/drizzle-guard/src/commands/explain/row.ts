import { defineCommand } from '../define-command';
import { json } from '../shared-options';

export const explain = defineCommand({
  name: 'explain',
  summary: 'what a finding or error means, and the way out',
  argument: '<code>',
  options: { json },
  run: async (_values, _output, code) => ({
    command: 'explain',
    databases: [],
    explanation: (await import('./run')).explain(code),
  }),
  render: async () => (await import('./render')).renderExplanation,
});
