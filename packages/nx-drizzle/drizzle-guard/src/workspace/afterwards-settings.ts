import * as v from 'valibot';

/** Commands that are run when migrations were applied. */
export const Verify = v.array(v.pipe(v.array(v.string()), v.minLength(1, 'a program and its arguments')));

const File = v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty')));

/** Files that tell of a run. */
export const Report = v.strictObject({
  json: v.pipe(
    File,
    v.description(
      'A JSON document. {database} in its name stands for the name of a database: then each has its own file.',
    ),
  ),
  prometheus: v.pipe(
    File,
    v.description(
      'Metrics for the textfile collector of node_exporter, which wants a name that ends in .prom. {database} stands for the name of a database.',
    ),
  ),
});

export type ReportFiles = v.InferOutput<typeof Report>;
