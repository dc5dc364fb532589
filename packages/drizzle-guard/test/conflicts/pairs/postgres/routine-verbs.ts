import { type Model, without } from '../model';
import { type Scene, type Verb, leant, newName } from '../scene';

const BODIES = ['$1 + 1', '$1 * 2', '$1 - 3', 'coalesce($1, 0)'];

function functionSql(scene: Scene, named: { schema: string; name: string }, replaces: boolean): string {
  const { write, random } = scene;
  const tag = random.pick(['$$', '$fn$']);
  const head = `CREATE ${replaces ? 'OR REPLACE ' : ''}FUNCTION ${write.of(named)}(integer) RETURNS integer`;
  return `${head} LANGUAGE sql IMMUTABLE AS ${tag} SELECT ${random.pick(BODIES)}; ${tag}`;
}

const callable = (scene: Scene) =>
  leant(
    scene,
    scene.model.routines.filter(({ takes }) => takes !== null),
  );

const freeSequence = (scene: Scene) =>
  leant(
    scene,
    scene.model.sequences.filter(({ owner }) => owner === null),
  );

/** What a branch does to functions. */
export const functionVerbs: readonly Verb<Model>[] = [
  {
    kind: 'create-function',
    weight: 2,
    makes: true,
    write(scene) {
      const made = { schema: 'public', name: newName(scene), takes: 'integer' };
      scene.model.routines.push(made);
      return [functionSql(scene, made, scene.random.chance(0.5))];
    },
  },
  {
    kind: 'replace-function',
    weight: 3,
    breaks: true,
    write(scene) {
      const chosen = callable(scene);
      return chosen && [functionSql(scene, chosen, true)];
    },
  },
  {
    kind: 'drop-function',
    weight: 2,
    breaks: true,
    write(scene) {
      const chosen = callable(scene);
      if (!chosen) return null;
      without(scene.model.routines, chosen);
      return [`DROP FUNCTION ${scene.write.of(chosen)}(integer)`];
    },
  },
  {
    kind: 'column-by-function',
    weight: 2,
    makes: true,
    write(scene) {
      const chosen = callable(scene);
      const table = scene.random.maybe(scene.model.tables);
      if (!chosen || !table) return null;
      const { write } = scene;
      const name = newName(scene);
      return [
        `ALTER TABLE ${write.of(table)} ADD COLUMN ${write.name(name)} integer DEFAULT ${write.of(chosen)}(4)`,
      ];
    },
  },
];

/** What a branch does to sequences. */
export const sequenceVerbs: readonly Verb<Model>[] = [
  {
    kind: 'create-sequence',
    weight: 1,
    makes: true,
    write(scene) {
      const made = { schema: 'public', name: newName(scene), owner: null };
      scene.model.sequences.push(made);
      const { write } = scene;
      return [`CREATE SEQUENCE ${write.of(made)} INCREMENT BY ${scene.random.int(1, 3)} START WITH 1`];
    },
  },
  {
    kind: 'alter-sequence',
    weight: 2,
    breaks: true,
    write(scene) {
      const chosen = leant(scene, scene.model.sequences);
      const rule = scene.random.pick(['INCREMENT BY 5', 'INCREMENT BY 10', 'MAXVALUE 90000', 'CACHE 20']);
      return chosen && [`ALTER SEQUENCE ${scene.write.of(chosen)} ${rule}`];
    },
  },
  {
    kind: 'drop-sequence',
    weight: 1,
    breaks: true,
    write(scene) {
      const chosen = freeSequence(scene);
      if (!chosen) return null;
      without(scene.model.sequences, chosen);
      return [`DROP SEQUENCE ${scene.write.of(chosen)}`];
    },
  },
  {
    kind: 'default-by-sequence',
    weight: 1,
    makes: true,
    write(scene) {
      const chosen = freeSequence(scene);
      const table = scene.random.maybe(scene.model.tables);
      if (!chosen || !table) return null;
      const { write } = scene;
      const next = `nextval('${chosen.schema}."${chosen.name}"')`;
      return [
        `ALTER TABLE ${write.of(table)} ADD COLUMN ${write.name(newName(scene))} bigint DEFAULT ${next}`,
      ];
    },
  },
];
