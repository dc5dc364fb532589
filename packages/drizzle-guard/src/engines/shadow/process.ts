// Runs in a process of its own: SQL that never ends can only be stopped from outside. It knows nothing of the user's
// environment, and ends with the process that started it.
import { openPgliteShadow } from './pglite-shadow';
import type { Shadow, ShadowAnswer, ShadowRequest } from './shadow';
import { openSqliteShadow } from './sqlite-shadow';
import { wordsOf } from '../../errors/words-of';

let shadow: Shadow | undefined;

process.on('message', (request: ShadowRequest) => {
  void answer(request).then(
    (value) => process.send!({ value } satisfies ShadowAnswer),
    (thrown: unknown) => process.send!({ error: wordsOf(thrown) } satisfies ShadowAnswer),
  );
});
process.on('disconnect', () => process.exit());

async function answer(request: ShadowRequest): Promise<unknown> {
  if (request.call === 'open') {
    const { spec } = request;
    shadow = spec.engine === 'pglite' ? await openPgliteShadow(spec) : openSqliteShadow(spec.driver);
    return shadow.major;
  }
  if (request.call === 'apply') return shadow!.apply(request.statements, request.watched);
  if (request.call === 'measure') return shadow!.measure!(request.statements);
  if (request.call === 'query') return shadow!.query(request.sql);
  return shadow![request.call]();
}
