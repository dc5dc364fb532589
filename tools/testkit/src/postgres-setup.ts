// What vitest calls before the tests of processes and databases, and after them.
export { startPostgres as setup } from './postgres-server';
