import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  driver: 'pglite',
  // A folder without a barrel in it: drizzle-kit reads every file of it, and a re-export would list its tables twice.
  schema: './src/schema',
  out: './drizzle',
  dbCredentials: { url: './.pglite' },
});
