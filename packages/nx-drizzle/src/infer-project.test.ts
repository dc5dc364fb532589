import { expect, test } from 'vitest';
import type { DrizzleProject } from './drizzle-project';
import { inferProject } from './infer-project';
import { parseOptions } from './options';
import { TARGETS } from '../test/support/targets';

function infer(project: Partial<DrizzleProject>) {
  const root = project.root ?? 'packages/db';
  const databases = [{ configFile: `${root}/drizzle.config.ts` }];
  return inferProject({ root, name: 'db', databases, taken: [], ...project }, parseOptions({}));
}

test('the whole node', () => {
  expect(infer({})).toMatchInlineSnapshot(`
    {
      "metadata": {
        "targetGroups": {
          "Drizzle": [
            "generate",
            "check",
            "check-base",
            "history",
            "migrate",
            "rehearse",
            "status",
            "diff",
            "backup",
            "restore",
            "push",
            "pull",
            "studio",
            "seed",
            "reset",
            "up",
            "doctor",
          ],
        },
      },
      "targets": {
        "backup": {
          "cache": false,
          "command": "drizzle-guard backup",
          "configurations": {
            "development": {
              "environment": "development",
            },
            "production": {
              "environment": "production",
            },
            "staging": {
              "environment": "staging",
            },
          },
          "metadata": {
            "description": "Takes a backup of the database of an environment.",
          },
          "options": {
            "database": "packages/db",
          },
          "parallelism": false,
        },
        "check": {
          "cache": false,
          "command": "drizzle-guard check",
          "dependsOn": [
            "^build",
          ],
          "metadata": {
            "description": "Checks the drizzle migrations and the schema, without a database.",
          },
          "options": {
            "database": "packages/db",
          },
        },
        "check-base": {
          "cache": false,
          "command": "drizzle-guard check --base auto",
          "dependsOn": [
            "^build",
          ],
          "metadata": {
            "description": "Checks them beside the branch that they will land on, without a database.",
          },
          "options": {
            "database": "packages/db",
          },
        },
        "diff": {
          "cache": false,
          "command": "drizzle-guard diff",
          "configurations": {
            "development": {
              "environment": "development",
            },
            "production": {
              "environment": "production",
            },
            "staging": {
              "environment": "staging",
            },
          },
          "metadata": {
            "description": "Compares the database of an environment with what its drizzle migrations give.",
          },
          "options": {
            "database": "packages/db",
          },
        },
        "doctor": {
          "cache": false,
          "command": "drizzle-guard doctor",
          "dependsOn": [
            "^build",
          ],
          "metadata": {
            "description": "Says what broke the drizzle migrations, and mends what can be mended without loss.",
          },
          "options": {
            "database": "packages/db",
          },
        },
        "generate": {
          "cache": false,
          "command": "drizzle-guard generate",
          "dependsOn": [
            "^build",
          ],
          "metadata": {
            "description": "Writes the migration that the drizzle schema lacks.",
          },
          "options": {
            "database": "packages/db",
          },
        },
        "history": {
          "cache": false,
          "command": "drizzle-guard history",
          "metadata": {
            "description": "Draws the drizzle migrations: landed and not landed, forks and open leaves.",
          },
          "options": {
            "database": "packages/db",
          },
        },
        "migrate": {
          "cache": false,
          "command": "drizzle-guard migrate",
          "configurations": {
            "development": {
              "environment": "development",
            },
            "production": {
              "environment": "production",
            },
            "staging": {
              "environment": "staging",
            },
          },
          "metadata": {
            "description": "Applies the pending drizzle migrations to the database of an environment.",
          },
          "options": {
            "database": "packages/db",
          },
          "parallelism": false,
        },
        "pull": {
          "cache": false,
          "command": "drizzle-guard pull",
          "configurations": {
            "development": {
              "environment": "development",
            },
            "production": {
              "environment": "production",
            },
            "staging": {
              "environment": "staging",
            },
          },
          "metadata": {
            "description": "Writes the schema that the database of an environment has into a folder of its own.",
          },
          "options": {
            "database": "packages/db",
          },
        },
        "push": {
          "cache": false,
          "command": "drizzle-guard push",
          "configurations": {
            "development": {
              "environment": "development",
            },
          },
          "dependsOn": [
            "^build",
          ],
          "metadata": {
            "description": "Makes a development database what the drizzle schema says, without migrations.",
          },
          "options": {
            "database": "packages/db",
          },
          "parallelism": false,
        },
        "rehearse": {
          "cache": false,
          "command": "drizzle-guard rehearse",
          "metadata": {
            "description": "Runs the migrations of this branch on a throw-away database that holds rows.",
          },
          "options": {
            "database": "packages/db",
          },
        },
        "reset": {
          "cache": false,
          "command": "drizzle-guard reset",
          "configurations": {
            "development": {
              "environment": "development",
            },
            "staging": {
              "environment": "staging",
            },
          },
          "metadata": {
            "description": "Empties the database of an environment, migrates it, and fills it with rows again.",
          },
          "options": {
            "database": "packages/db",
          },
          "parallelism": false,
        },
        "restore": {
          "cache": false,
          "command": "drizzle-guard restore",
          "configurations": {
            "development": {
              "environment": "development",
            },
            "production": {
              "environment": "production",
            },
            "staging": {
              "environment": "staging",
            },
          },
          "metadata": {
            "description": "Puts a backup, given behind --, in the place of what the database of an environment holds.",
          },
          "options": {
            "database": "packages/db",
          },
          "parallelism": false,
        },
        "seed": {
          "cache": false,
          "command": "drizzle-guard seed",
          "configurations": {
            "development": {
              "environment": "development",
            },
            "staging": {
              "environment": "staging",
            },
          },
          "metadata": {
            "description": "Fills the database of an environment with rows.",
          },
          "options": {
            "database": "packages/db",
          },
          "parallelism": false,
        },
        "status": {
          "cache": false,
          "command": "drizzle-guard status",
          "configurations": {
            "development": {
              "environment": "development",
            },
            "production": {
              "environment": "production",
            },
            "staging": {
              "environment": "staging",
            },
          },
          "metadata": {
            "description": "Shows which drizzle migrations the database of an environment has.",
          },
          "options": {
            "database": "packages/db",
          },
        },
        "studio": {
          "cache": false,
          "command": "drizzle-guard studio",
          "configurations": {
            "development": {
              "environment": "development",
            },
            "staging": {
              "environment": "staging",
            },
          },
          "metadata": {
            "description": "Opens drizzle-kit’s studio on the database of an environment.",
          },
          "options": {
            "database": "packages/db",
          },
        },
        "up": {
          "cache": false,
          "command": "drizzle-guard up",
          "metadata": {
            "description": "Brings the migrations folder to the form of the drizzle-kit that is installed.",
          },
          "options": {
            "database": "packages/db",
          },
        },
      },
    }
  `);
});

const commandsOf = (targets: ReturnType<typeof infer>['targets']) =>
  Object.fromEntries(
    Object.entries(targets).map(([name, { command, options }]) => [
      name,
      `${command} for ${options?.['database']}`,
    ]),
  );

test('several databases: each has its targets, and the bare ones are about all of them', () => {
  const databases = ['drizzle.config.ts', 'drizzle.pg.config.ts'].map((file) => ({
    configFile: `orders/${file}`,
  }));
  const { targets } = infer({ root: 'orders', databases });
  expect(commandsOf(targets)).toMatchInlineSnapshot(`
    {
      "backup": "drizzle-guard backup for orders",
      "backup-default": "drizzle-guard backup for orders/drizzle.config.ts",
      "backup-pg": "drizzle-guard backup for orders/drizzle.pg.config.ts",
      "check": "drizzle-guard check for orders",
      "check-base": "drizzle-guard check --base auto for orders",
      "check-base-default": "drizzle-guard check --base auto for orders/drizzle.config.ts",
      "check-base-pg": "drizzle-guard check --base auto for orders/drizzle.pg.config.ts",
      "check-default": "drizzle-guard check for orders/drizzle.config.ts",
      "check-pg": "drizzle-guard check for orders/drizzle.pg.config.ts",
      "diff": "drizzle-guard diff for orders",
      "diff-default": "drizzle-guard diff for orders/drizzle.config.ts",
      "diff-pg": "drizzle-guard diff for orders/drizzle.pg.config.ts",
      "doctor": "drizzle-guard doctor for orders",
      "doctor-default": "drizzle-guard doctor for orders/drizzle.config.ts",
      "doctor-pg": "drizzle-guard doctor for orders/drizzle.pg.config.ts",
      "generate": "drizzle-guard generate for orders",
      "generate-default": "drizzle-guard generate for orders/drizzle.config.ts",
      "generate-pg": "drizzle-guard generate for orders/drizzle.pg.config.ts",
      "history": "drizzle-guard history for orders",
      "history-default": "drizzle-guard history for orders/drizzle.config.ts",
      "history-pg": "drizzle-guard history for orders/drizzle.pg.config.ts",
      "migrate": "drizzle-guard migrate --fail-fast for orders",
      "migrate-default": "drizzle-guard migrate for orders/drizzle.config.ts",
      "migrate-pg": "drizzle-guard migrate for orders/drizzle.pg.config.ts",
      "pull": "drizzle-guard pull for orders",
      "pull-default": "drizzle-guard pull for orders/drizzle.config.ts",
      "pull-pg": "drizzle-guard pull for orders/drizzle.pg.config.ts",
      "push": "drizzle-guard push for orders",
      "push-default": "drizzle-guard push for orders/drizzle.config.ts",
      "push-pg": "drizzle-guard push for orders/drizzle.pg.config.ts",
      "rehearse": "drizzle-guard rehearse for orders",
      "rehearse-default": "drizzle-guard rehearse for orders/drizzle.config.ts",
      "rehearse-pg": "drizzle-guard rehearse for orders/drizzle.pg.config.ts",
      "reset": "drizzle-guard reset for orders",
      "reset-default": "drizzle-guard reset for orders/drizzle.config.ts",
      "reset-pg": "drizzle-guard reset for orders/drizzle.pg.config.ts",
      "restore": "drizzle-guard restore for orders",
      "restore-default": "drizzle-guard restore for orders/drizzle.config.ts",
      "restore-pg": "drizzle-guard restore for orders/drizzle.pg.config.ts",
      "seed": "drizzle-guard seed for orders",
      "seed-default": "drizzle-guard seed for orders/drizzle.config.ts",
      "seed-pg": "drizzle-guard seed for orders/drizzle.pg.config.ts",
      "status": "drizzle-guard status for orders",
      "status-default": "drizzle-guard status for orders/drizzle.config.ts",
      "status-pg": "drizzle-guard status for orders/drizzle.pg.config.ts",
      "studio": "drizzle-guard studio for orders",
      "studio-default": "drizzle-guard studio for orders/drizzle.config.ts",
      "studio-pg": "drizzle-guard studio for orders/drizzle.pg.config.ts",
      "up": "drizzle-guard up for orders",
      "up-default": "drizzle-guard up for orders/drizzle.config.ts",
      "up-pg": "drizzle-guard up for orders/drizzle.pg.config.ts",
    }
  `);
  expect(targets['migrate']!.metadata?.description).toMatchInlineSnapshot(
    `"Applies the pending drizzle migrations to the database of an environment. All 2 databases of orders, in series."`,
  );
  expect(targets['migrate-pg']).toMatchObject({
    parallelism: false,
    configurations: { production: { environment: 'production' } },
    metadata: { description: expect.stringContaining('The database of orders/drizzle.pg.config.ts.') },
  });
});

test('databases whose configs do not tell them apart are refused, and said how to be mended', () => {
  const databases = [{ configFile: 'drizzle.config.ts' }, { configFile: 'sql/drizzle.config.ts' }];
  const { targets } = infer({ root: '.', databases });
  expect(Object.keys(targets)).toEqual(TARGETS);
  expect(targets['migrate']).toMatchObject({
    executor: 'nx-drizzle:refuse',
    configurations: { production: { environment: 'production' } },
  });
  expect(targets['check-base']!.options?.['message']).toMatchInlineSnapshot(
    `"The workspace root has 2 drizzle databases whose configs do not tell them apart (drizzle.config.ts, sql/drizzle.config.ts): two targets would have one name. Rename a config to drizzle.<name>.config.ts, or run \`drizzle-guard check --base auto --database <config>\`."`,
  );
  // `check-base` would be both the check of the database "base" and the target beside the base.
  const base = ['drizzle.config.ts', 'drizzle.base.config.ts'].map((file) => ({ configFile: `db/${file}` }));
  expect(infer({ root: 'db', databases: base }).targets['check']).toMatchObject({
    executor: 'nx-drizzle:refuse',
  });
});

test('a folder name that a shell would read is not put on a command line', () => {
  const { migrate } = infer({ root: 'packages/$HOME' }).targets;
  expect(migrate).not.toHaveProperty('command');
  expect(migrate!.options?.['message']).toMatchInlineSnapshot(
    `"The name of the folder packages/$HOME holds a character that a shell would read, so no target can pass it on. Rename the folder, or run \`drizzle-guard migrate\` in its folder."`,
  );
});

const script = (name: string) => ({ name, by: 'a script of package.json', isScript: true });

test('where a script has the name of a target, the target is called drizzle-<name>', () => {
  const { targets, metadata } = infer({ taken: [script('migrate'), script('lint')] });
  expect(targets).not.toHaveProperty('migrate');
  expect(targets['drizzle-migrate']!.metadata?.description).toBe(
    'Applies the pending drizzle migrations to the database of an environment. "migrate" is a script of package.json, which takes that name.',
  );
  const names = TARGETS.map((name) => (name === 'migrate' ? 'drizzle-migrate' : name));
  expect(metadata.targetGroups).toEqual({ Drizzle: names });
});

test('what has that name too is said to run instead', () => {
  const { targets, metadata } = infer({ root: '.', taken: [script('check'), script('drizzle-check')] });
  expect(targets['drizzle-check']!.metadata?.description).toBe(
    '"drizzle-check" is a script of package.json: it runs, and drizzle-guard does not. Rename it, or set "targets": { "check": "<name>" } in the options of nx-drizzle in nx.json.',
  );
  expect(metadata.targetGroups['Drizzle']).not.toContain('drizzle-check');
});
