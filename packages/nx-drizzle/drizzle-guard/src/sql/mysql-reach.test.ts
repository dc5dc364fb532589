import { expect, test } from 'vitest';
import { reachedByMysql } from './mysql-reach';

const reached = (sql: string) => reachedByMysql(sql, ['Shop', 'mysql']);

test.each([
  "CREATE TABLE `users` (`id` serial AUTO_INCREMENT NOT NULL, `role` enum('a') DEFAULT 'a')",
  'ALTER TABLE `posts` ADD CONSTRAINT `x` FOREIGN KEY (`user`) REFERENCES `users`(`id`) ON DELETE no action',
  'CREATE ALGORITHM = undefined SQL SECURITY definer VIEW `v` AS (select `t`.`id` from `t`)',
  "INSERT INTO sites VALUES ('shop.example.com', 'USE shop')",
  'UPDATE a JOIN b ON a.id = b.id SET a.n = 1.5',
  '/*!40101 SET NAMES utf8mb4 */',
  "SET SESSION sql_mode = 'ANSI'",
  'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN IF NEW.n > 1 THEN SET NEW.n = 1; END IF; END',
  'SELECT * FROM a USE INDEX (i)',
  '',
])('%s stays in its database', (sql) => {
  expect(reached(sql)).toBeNull();
});

test.each([
  ['USE shop', 'USE'],
  ['CREATE TABLE `shop`.`users` (id int)', 'the database shop'],
  ['drop table SHOP . users', 'the database shop'],
  ['drop table "shop"."users"', 'the database shop'],
  ['DELETE FROM a WHERE id IN (SELECT id FROM shop/* x */.users)', 'the database shop'],
  ["INSERT INTO a VALUES ('\\'); DROP TABLE shop.users; -- ')", 'the database shop'],
  ['/*!50000 DROP DATABASE other */', 'DROP DATABASE'],
  ['/*!USE shop*/', 'USE'],
  ['CREATE DATABASE `x`', 'CREATE DATABASE'],
  ['CREATE OR REPLACE USER u', 'CREATE USER'],
  ['GRANT ALL ON *.* TO u', 'GRANT'],
  ['SET GLOBAL read_only = 1', 'GLOBAL'],
  ['SET @@global.read_only = 1', 'GLOBAL'],
  ["SELECT 1 INTO OUTFILE '/tmp/x'", 'OUTFILE'],
  ["CREATE FUNCTION f RETURNS string SONAME 'x.so'", 'SONAME'],
  ['CREATE TABLE a (id int) ENGINE=FEDERATED', 'the engine federated'],
  ["PREPARE s FROM 'x'", 'PREPARE'],
  ['CREATE PROCEDURE p() BEGIN SET @a = 1; GRANT ALL ON *.* TO u; END', 'GRANT'],
  ['SELECT 1; DROP DATABASE shop', 'DROP DATABASE'],
])('%s reaches %s', (sql, words) => {
  expect(reached(sql)).toBe(words);
});
