import { toJsonSchema } from '@valibot/to-json-schema';
import { Configuration } from './configuration';

/** The JSON schema of drizzle-guard.json for editors, made from what validates it. */
export function configJsonSchema(): object {
  return { ...toJsonSchema(Configuration, { typeMode: 'input' }), title: 'drizzle-guard.json' };
}
