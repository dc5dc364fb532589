import { expect, test } from 'vitest';
import type { DrizzleProject } from './drizzle-project';
import { inferProject } from './infer-project';
import { parseOptions } from './options';

function infer(project: Partial<DrizzleProject>, externalDependencies: string[] = []) {
  const root = project.root ?? 'packages/db';
  const databases = [{ configFile: `${root}/drizzle.config.ts` }];
  return inferProject({ root, databases, scripts: [], ...project }, parseOptions({}), externalDependencies);
}

test('the whole node', () => {
  expect(infer({}, ['drizzle-kit', 'drizzle-orm'])).toMatchInlineSnapshot(`
    {
      "metadata": {
        "targetGroups": {
          "Drizzle": [
            "generate",
            "check",
            "migrate",
            "status",
          ],
        },
      },
      "targets": {
        "check": {
          "cache": true,
          "command": "drizzle-guard check",
          "dependsOn": [
            "^build",
          ],
          "inputs": [
            "default",
            "^default",
            "{workspaceRoot}/drizzle-guard.json",
            "{workspaceRoot}/tsconfig*.json",
            {
              "externalDependencies": [
                "drizzle-kit",
                "drizzle-orm",
              ],
            },
          ],
          "metadata": {
            "description": "Checks the drizzle migrations and the schema, without a database.",
            "help": {
              "command": "npx drizzle-guard check --help",
              "example": {
                "args": [
                  "--json",
                ],
              },
            },
            "technologies": [
              "drizzle",
            ],
          },
          "options": {
            "database": "packages/db",
          },
          "outputs": [],
        },
        "generate": {
          "cache": false,
          "command": "drizzle-guard generate",
          "dependsOn": [
            "^build",
          ],
          "metadata": {
            "description": "Writes the migration that the drizzle schema lacks.",
            "help": {
              "command": "npx drizzle-guard generate --help",
              "example": {
                "args": [
                  "--name=add_orders",
                ],
              },
            },
            "technologies": [
              "drizzle",
            ],
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
            "help": {
              "command": "npx drizzle-guard migrate --help",
              "example": {
                "args": [
                  "--dry-run",
                ],
              },
            },
            "technologies": [
              "drizzle",
            ],
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
            "help": {
              "command": "npx drizzle-guard status --help",
              "example": {
                "args": [
                  "--pending",
                ],
              },
            },
            "technologies": [
              "drizzle",
            ],
          },
          "options": {
            "database": "packages/db",
          },
        },
      },
    }
  `);
});

test('without packages that Nx knows all of them count for a check', () => {
  expect(infer({}).targets['check']!.inputs).toEqual([
    'default',
    '^default',
    '{workspaceRoot}/drizzle-guard.json',
    '{workspaceRoot}/tsconfig*.json',
  ]);
});

test('a target of a package with two databases', () => {
  const databases = ['drizzle.pg.config.ts', 'sql/drizzle.config.ts'].map((file) => ({
    configFile: `orders/${file}`,
  }));
  const { targets } = infer({ root: 'orders', databases });
  expect(targets['migrate']).toMatchInlineSnapshot(`
    {
      "cache": false,
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
      "executor": "nx-drizzle:refuse",
      "metadata": {
        "description": "orders has 2 drizzle databases (drizzle.pg.config.ts, sql/drizzle.config.ts); nx-drizzle does not name targets for several databases in one package yet. Run \`drizzle-guard migrate --database <name>\` there.",
        "help": {
          "command": "npx drizzle-guard migrate --help",
          "example": {
            "args": [
              "--dry-run",
            ],
          },
        },
        "technologies": [
          "drizzle",
        ],
      },
      "options": {
        "message": "orders has 2 drizzle databases (drizzle.pg.config.ts, sql/drizzle.config.ts); nx-drizzle does not name targets for several databases in one package yet. Run \`drizzle-guard migrate --database <name>\` there.",
      },
    }
  `);
  expect(targets['check']).not.toHaveProperty('command');
});

test('two databases of the workspace itself are named without a folder', () => {
  const databases = [{ configFile: 'drizzle.config.ts' }, { configFile: 'sql/drizzle.config.ts' }];
  const { targets } = infer({ root: '.', databases });
  expect(targets['check']!.options?.['message']).toMatchInlineSnapshot(
    `"The workspace root has 2 drizzle databases (drizzle.config.ts, sql/drizzle.config.ts); nx-drizzle does not name targets for several databases in one package yet. Run \`drizzle-guard check --database <name>\` there."`,
  );
});

test('a folder name that a shell would read is not put on a command line', () => {
  const { migrate } = infer({ root: 'packages/$HOME' }).targets;
  expect(migrate).not.toHaveProperty('command');
  expect(migrate!.options?.['message']).toMatchInlineSnapshot(
    `"The name of the folder packages/$HOME holds a character that a shell would read, so no target can pass it on. Rename the folder, or run \`drizzle-guard migrate\` in it."`,
  );
});

test('a script is said to run instead of the target of its name', () => {
  const { targets, metadata } = infer({ scripts: ['migrate', 'lint'] });
  expect(targets['migrate']!.metadata?.description).toMatchInlineSnapshot(
    `"The script "migrate" of packages/db/package.json takes this name: it runs, and drizzle-guard does not. Rename the script, or set "targets": { "migrate": "drizzle-migrate" } in the options of nx-drizzle in nx.json."`,
  );
  expect(metadata.targetGroups).toEqual({ Drizzle: ['generate', 'check', 'status'] });
});

test('the script of the workspace itself is named without a folder', () => {
  const { targets } = infer({ root: '.', scripts: ['check'] });
  expect(targets['check']!.metadata?.description).toContain('The script "check" of package.json');
});
