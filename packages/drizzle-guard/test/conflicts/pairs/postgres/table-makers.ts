import { type Table, without } from '../model';
import { type Scene, type Verb, newName } from '../scene';
import { alter } from './column-verbs';

/** A function that a trigger calls, and the trigger. */
function trigger(scene: Scene, table: Table): string[] {
  const { write, random, model } = scene;
  const calls = { schema: 'public', name: newName({ ...scene, forcedName: null }, 'on_'), takes: null };
  const name = newName(scene);
  model.routines.push(calls);
  table.triggers.push({ name, calls });
  const when = random.pick(['BEFORE UPDATE', 'BEFORE INSERT', 'AFTER INSERT OR UPDATE']);
  const tag = random.chance(0.5) ? '$$' : '$body$';
  return [
    `CREATE OR REPLACE FUNCTION ${write.of(calls)}() RETURNS trigger LANGUAGE plpgsql AS ${tag}\nBEGIN\n  RETURN NEW; -- nothing yet;\nEND;\n${tag}`,
    `CREATE TRIGGER ${write.name(name)} ${when} ON ${write.of(table)} FOR EACH ROW EXECUTE FUNCTION ${write.of(calls)}()`,
  ];
}

/** Triggers, and what is done to the indexes, constraints, policies and triggers of a table. */
export const tableMakers: readonly Verb<Table>[] = [
  { kind: 'create-trigger', weight: 1, makes: true, write: trigger },
  {
    kind: 'drop-trigger',
    weight: 3,
    breaks: true,
    write(scene, table) {
      const chosen = scene.random.maybe(table.triggers);
      if (!chosen) return null;
      without(table.triggers, chosen);
      return [`DROP TRIGGER ${scene.write.name(chosen.name)} ON ${scene.write.of(table)}`];
    },
  },
  {
    kind: 'disable-trigger',
    weight: 3,
    breaks: true,
    write(scene, table) {
      const chosen = scene.random.maybe(table.triggers);
      return chosen && [`${alter(scene, table)} DISABLE TRIGGER ${scene.write.name(chosen.name)}`];
    },
  },
  {
    kind: 'drop-index',
    weight: 2,
    breaks: true,
    write(scene, table) {
      const chosen = scene.random.maybe(table.indexes);
      if (!chosen) return null;
      without(table.indexes, chosen);
      const named = scene.write.of({ schema: table.schema, name: chosen.name });
      return [`DROP INDEX${scene.write.some('IF EXISTS')} ${named}`];
    },
  },
  {
    kind: 'rename-index',
    weight: 2,
    breaks: true,
    makes: true,
    write(scene, table) {
      const chosen = scene.random.maybe(table.indexes);
      if (!chosen) return null;
      const before = scene.write.of({ schema: table.schema, name: chosen.name });
      chosen.name = newName(scene);
      return [`ALTER INDEX ${before} RENAME TO ${scene.write.name(chosen.name)}`];
    },
  },
  {
    kind: 'drop-constraint',
    weight: 2,
    breaks: true,
    write(scene, table) {
      const chosen = scene.random.maybe(table.constraints.filter(({ kind }) => kind !== 'primary'));
      if (!chosen) return null;
      without(table.constraints, chosen);
      return [
        `${alter(scene, table)} DROP CONSTRAINT${scene.write.some('IF EXISTS')} ${scene.write.name(chosen.name)}`,
      ];
    },
  },
  {
    kind: 'drop-primary-key',
    weight: 1,
    breaks: true,
    write(scene, table) {
      const chosen = table.constraints.find(({ kind }) => kind === 'primary');
      const isReferred = scene.model.tables.some((one) => one.constraints.some(({ to }) => to === table));
      if (!chosen || isReferred) return null;
      without(table.constraints, chosen);
      return [`${alter(scene, table)} DROP CONSTRAINT ${scene.write.name(chosen.name)}`];
    },
  },
  {
    kind: 'rename-constraint',
    weight: 2,
    breaks: true,
    makes: true,
    write(scene, table) {
      const chosen = scene.random.maybe(table.constraints);
      if (!chosen) return null;
      const before = scene.write.name(chosen.name);
      chosen.name = newName(scene);
      return [`${alter(scene, table)} RENAME CONSTRAINT ${before} TO ${scene.write.name(chosen.name)}`];
    },
  },
  {
    kind: 'drop-policy',
    weight: 3,
    breaks: true,
    write(scene, table) {
      const chosen = scene.random.maybe(table.policies);
      if (!chosen) return null;
      without(table.policies, chosen);
      return [`DROP POLICY ${scene.write.name(chosen.name)} ON ${scene.write.of(table)}`];
    },
  },
  {
    kind: 'alter-policy',
    weight: 3,
    breaks: true,
    write(scene, table) {
      const chosen = scene.random.maybe(table.policies);
      if (!chosen) return null;
      const rule = scene.random.pick(['true', 'false']);
      return [
        `ALTER POLICY ${scene.write.name(chosen.name)} ON ${scene.write.of(table)} TO public USING (${rule})`,
      ];
    },
  },
];
