import { expect, test } from 'vitest';
import { isLeftOutOfMysql, partsOfMysqlDump, usedBy, withoutValues } from './mysql-dump';

async function statementsOf(text: string): Promise<string[]> {
  const lines = async function* () {
    yield* text.split('\n');
  };
  const statements = [];
  for await (const { sql } of partsOfMysqlDump(lines())) statements.push(sql);
  return statements;
}

test('statements end with the delimiter that is in force, where no quote is open', async () => {
  const text = `/*M!999999\\- enable the sandbox mode */ 
-- MariaDB dump
/*!40101 SET NAMES utf8mb4 */;
INSERT INTO \`t\` VALUES (1,'it\\'s;
');
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN
SET NEW.a = 1;
END */;;
DELIMITER ;
-- Dump completed
`;
  expect(await statementsOf(text)).toEqual([
    '/*!40101 SET NAMES utf8mb4 */',
    "INSERT INTO `t` VALUES (1,'it\\'s;\n')",
    expect.stringMatching(/TRIGGER[\s\S]*SET NEW.a = 1;\nEND \*\/$/),
  ]);
  await expect(statementsOf('CREATE TABLE t (')).rejects.toThrow('it is cut off');
});

test('what values hold is not read', () => {
  expect(withoutValues("INSERT INTO `t` (`a`) VALUES ('other.t')")).toBe('INSERT INTO `t` (`a`) VALUES');
  expect(withoutValues('DROP TABLE `t`')).toBe('DROP TABLE `t`');
});

test.each([
  ['USE `shop`', true],
  ['CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop`', true],
  ['SET @@GLOBAL.GTID_PURGED=/*!80000 "+"*/ ""', true],
  ['SET @@SESSION.SQL_LOG_BIN= 0', true],
  ['/*!50106 CREATE*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY DO DELETE FROM t */', true],
  ['/*!40101 SET NAMES utf8 */', false],
  ['CREATE TABLE `event` (`schedule` int)', false],
])('%s is left out: %s', (sql, isLeftOut) => expect(isLeftOutOfMysql(sql)).toBe(isLeftOut));

test('the database that is used', () => {
  expect(usedBy('USE `shop`')).toBe('shop');
  expect(usedBy('CREATE TABLE t (a int)')).toBe(null);
});
