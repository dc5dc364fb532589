import { reachedByPostgres } from '../../sql/postgres-reach';
import { connect, connectToLoad } from '../postgres/client';
import type { PostgresLoader } from './load-postgres';
import { openMysqlShadow } from './mysql-shadow';
import { postgresShadow } from './postgres-session';
import type { ServerSpec, Shadow } from './shadow';
import { tooFar } from './too-far';

/** A shadow in a scratch database on a server. */
export async function openServerShadow({ server, database, collation }: ServerSpec): Promise<Shadow> {
  if (server.dialect === 'mysql') return openMysqlShadow(server.place, database, collation);
  const { place } = server;
  const inside = { ...place, config: { ...place.config, database } };
  const loading = async (work: (loader: PostgresLoader) => Promise<void>) => {
    const loader = await connectToLoad(inside);
    try {
      await work(loader);
    } finally {
      await loader.close();
    }
  };
  return postgresShadow({ ...(await connect(inside)), loading }, (statement) => {
    const reached = reachedByPostgres(statement);
    if (reached !== null) throw tooFar(reached);
  });
}
