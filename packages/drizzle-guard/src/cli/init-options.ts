import type { OptionTable } from './define-command';

/** The options of init; `--no-apply-after-merge` answers the question that a terminal would be asked. */
export const initOptions = {
  'dry-run': { type: 'boolean', help: 'show what would be written' },
  base: {
    type: 'string',
    value: '<ref>',
    help: "the branch that work lands on (default: the remote's default branch)",
  },
  'apply-after-merge': {
    type: 'boolean',
    help: 'let post-merge apply what arrived to the development database (asked in a terminal, else off)',
  },
  'no-apply-after-merge': { type: 'boolean', help: 'do not, and do not ask' },
  json: { type: 'boolean', help: 'print one JSON document on stdout' },
} as const satisfies OptionTable;
