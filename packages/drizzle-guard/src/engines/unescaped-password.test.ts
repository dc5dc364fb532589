import { expect, test } from 'vitest';
import { hasUnescapedPassword } from './unescaped-password';

test.each([
  ['postgres://app:7/secret@db.example.com:5432/shop', true],
  ['postgres://app:7#secret@db.example.com/shop', true],
  ['postgres://app:7?secret@db.example.com/shop', true],
  ['postgres://app:7@se/cret@db.example.com/shop', true],
  ['mysql://app:/secret@db.example.com/shop', true],
  ['postgres://app:7%2Fsecret@db.example.com:5432/shop', false],
  ['postgres://app:s@cret@db.example.com:5432/shop', false],
  ['postgres://app:7@db.example.com:5432/shop?sslrootcert=/home/ada@example.com/ca', false],
  ['postgres://db.example.com:5432/shop?user=ada@example.com', false],
  ['postgres://ada@db.example.com:5432/shop@home', false],
])('%s: %s', (url, expected) => expect(hasUnescapedPassword(url)).toBe(expected));
