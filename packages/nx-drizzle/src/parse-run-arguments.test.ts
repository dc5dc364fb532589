import { expect, test } from 'vitest';
import { parseRunArguments } from './parse-run-arguments';

function parse(command: string) {
  return parseRunArguments(['node', 'nx', ...command.split(' ').filter(Boolean)]);
}

test('run with a specifier', () => {
  expect(parse('run db:migrate:production --dry-run')).toMatchInlineSnapshot(`
    {
      "command": "run",
      "configuration": null,
      "exclude": [],
      "positionals": [
        "db:migrate:production",
      ],
      "projects": [],
      "targets": [],
    }
  `);
});

test('run-many with lists behind the flags', () => {
  expect(parse('run-many -t migrate status -p db orders --exclude=a,"b" -c production --parallel 3'))
    .toMatchInlineSnapshot(`
    {
      "command": "run-many",
      "configuration": "production",
      "exclude": [
        "a",
        "b",
      ],
      "positionals": [],
      "projects": [
        "db",
        "orders",
      ],
      "targets": [
        "migrate",
        "status",
      ],
    }
  `);
});

test('a target before its project', () => {
  expect(parse('status db --configuration=qa')).toMatchInlineSnapshot(`
    {
      "command": "status",
      "configuration": "qa",
      "exclude": [],
      "positionals": [
        "db",
      ],
      "projects": [],
      "targets": [],
    }
  `);
});

test.each([
  ['run db:migrate -c qa', 'qa'],
  ['run db:migrate -c=qa', 'qa'],
  ['run db:migrate --c qa', 'qa'],
  ['run-many --t migrate --c=qa', 'qa'],
  ['run db:migrate --configuration qa', 'qa'],
  ['run db:migrate --configuration=qa', 'qa'],
  ['run db:migrate --prod', 'production'],
  ['run -c qa db:migrate', 'qa'],
  ['run db:migrate', null],
  ['run db:migrate -c', null],
  ['run db:migrate -- -c qa', null],
  ['run db:migrate -e qa', null],
  ['', null],
])('nx %s asks for the configuration %s', (command, configuration) => {
  expect(parse(command).configuration).toBe(configuration);
});

test.each([
  ['run --skip-nx-cache -c qa db:migrate', 'db:migrate'],
  ['run --output-style stream db:migrate', 'db:migrate'],
  ['run --parallel 2 db:migrate', 'db:migrate'],
  ['run --graph graph.json db:migrate', 'db:migrate'],
])('nx %s is to run %s', (command, specifier) => {
  expect(parse(command)).toMatchObject({ command: 'run', positionals: [specifier] });
});

test('a short name is one behind two hyphens too', () => {
  expect(parse('run-many --t=migrate --p db orders')).toMatchObject({
    targets: ['migrate'],
    projects: ['db', 'orders'],
  });
});

test('run takes one value for each flag', () => {
  expect(parse('run -t migrate -p db word')).toMatchObject({
    targets: ['migrate'],
    projects: ['db'],
    positionals: ['word'],
  });
});
