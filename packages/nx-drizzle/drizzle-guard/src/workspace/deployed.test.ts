import { expect, test } from 'vitest';
import { memoryTree } from '../sources/memory-tree';
import { DEPLOYED_FILE, deployedText, readDeployed, withDeployed, type DeployedDatabase } from './deployed';

const at = (time: string, ...applied: string[]): DeployedDatabase => {
  const migration = applied.toSorted().at(-1);
  return {
    newest: migration === undefined ? null : { migration, timestamp: 1, hash: 'h' },
    applied,
    at: time,
  };
};
const read = (text: string) => readDeployed(memoryTree({ [DEPLOYED_FILE]: text }));

test('what is written is read again, and the same facts make the same text', async () => {
  const one = withDeployed({}, 'staging', { shop: at('t1', '0001_b', '0000_a'), crm: at('t1') });
  const deployed = withDeployed(one, 'production', { shop: at('t2', '0000_a') });
  const text = deployedText(deployed);
  expect(text).toMatchInlineSnapshot(`
    "{
      "version": 1,
      "environments": {
        "production": {
          "shop": {
            "newest": {
              "migration": "0000_a",
              "timestamp": 1,
              "hash": "h"
            },
            "applied": [
              "0000_a"
            ],
            "at": "t2"
          }
        },
        "staging": {
          "crm": {
            "newest": null,
            "applied": [],
            "at": "t1"
          },
          "shop": {
            "newest": {
              "migration": "0001_b",
              "timestamp": 1,
              "hash": "h"
            },
            "applied": [
              "0000_a",
              "0001_b"
            ],
            "at": "t1"
          }
        }
      }
    }
    "
  `);
  const again = await read(text);
  expect(deployedText(again!)).toBe(text);
  const { staging, production } = again!;
  expect(deployedText({ staging: staging!, production: production! })).toBe(text);
});

test('a run that changes nothing changes no byte, its time among them', () => {
  const before = withDeployed({}, 'staging', { shop: at('t1', '0000_a', '0001_b') });
  expect(withDeployed(before, 'staging', { shop: at('t2', '0001_b', '0000_a') })).toEqual(before);
  const later = withDeployed(before, 'staging', { shop: at('t2', '0000_a', '0001_b', '0002_c') });
  expect(later['staging']!['shop']!.at).toBe('t2');
});

test('without a file nothing is known, and what cannot be read is refused', async () => {
  expect(await readDeployed(memoryTree({}))).toBeNull();
  for (const text of ['<<<<<<< HEAD', '{"version":2}', '{"version":1,"environments":{"a":{"b":{}}}}'])
    await expect(read(text)).rejects.toMatchObject({ code: 'invalid-deployed' });
});
