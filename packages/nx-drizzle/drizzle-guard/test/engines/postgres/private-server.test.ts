import { Client } from 'pg';
import { isLong, startPrivatePostgres } from 'testkit';
import { expect, test } from 'vitest';

// Where a server is there already, nothing else would start one.
test.runIf(isLong)('a private server answers, and is gone afterwards', async () => {
  const { url, end } = await startPrivatePostgres();
  const asked = async () => {
    const client = new Client({ connectionString: `${url}/postgres` });
    await client.connect();
    await client.query('select 1');
    await client.end();
  };
  await asked();
  await end();
  await expect(asked()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
