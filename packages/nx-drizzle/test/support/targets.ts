/** The targets of a database, in their order; each has the name of its command. */
export const TARGETS = ['generate', 'check', 'check-base', 'history', 'migrate', 'status', 'doctor'];
