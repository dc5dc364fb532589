/** Kinds of environments that have defaults. */
export const KINDS = ['development', 'staging', 'production'] as const;
/** What an environment may allow. */
export const ALLOWED = ['push', 'reset', 'seed', 'studio', 'force', 'late'] as const;
/** What it may demand before anything is applied. */
export const DEMANDED = ['backup', 'check', 'rehearse'] as const;

export type Kind = (typeof KINDS)[number];
export type Allowed = (typeof ALLOWED)[number];
export type Demanded = (typeof DEMANDED)[number];
export type PolicyRule = Allowed | Demanded;
