import { reachedByPostgres } from '../../sql/postgres-reach';
import { connect } from '../postgres/client';
import { openMysqlShadow } from './mysql-shadow';
import { postgresShadow } from './postgres-session';
import type { ServerSpec, Shadow } from './shadow';
import { tooFar } from './too-far';

/** A shadow in a scratch database on a server. */
export async function openServerShadow({ server, database, collation }: ServerSpec): Promise<Shadow> {
  if (server.dialect === 'mysql') return openMysqlShadow(server.place, database, collation);
  const { place } = server;
  return postgresShadow(await connect({ ...place, config: { ...place.config, database } }), (statement) => {
    const reached = reachedByPostgres(statement);
    if (reached !== null) throw tooFar(reached);
  });
}
