import { baseName } from '../../text/paths';
import { defineRule } from '../rule';

export const misnamedFolder = defineRule({
  code: 'misnamed-folder',
  severity: 'error',
  explain: `In the folders layout a migration's folder is named by the time at which it was made: 20260131120000_orders. drizzle-orm runs any folder that holds a migration.sql, in order of the names, and reads the time from the first 14 characters. Without one it has nothing to record, and the whole migrate is rolled back with the database's own words.

Way out: if the folder is a migration, make it with drizzle-guard generate --custom and move the SQL there; if it is not one, move it out of the migrations folder.`,
  effect: 'drizzle-orm runs it and cannot record it: the whole migrate is rolled back',
  traits: ['hides-sequence'],
  find: {
    structure({ history }) {
      if (history.layout !== 'folders') return [];
      return history.misnamed.map((folder) => ({
        migration: baseName(folder),
        file: folder,
        message: `${folder} looks like a migration, but its name does not begin with a time (YYYYMMDDHHMMSS): drizzle-orm runs it and cannot record it`,
        help: 'make the migration with `drizzle-guard generate --custom` and move the SQL there, or move the folder elsewhere',
      }));
    },
  },
});
