// Whether letters.def takes the accents of Latin away as the Unicode tables of this runtime do, and is in
// rising order: the program searches it by halves. Seen to catch a row that was one too short.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

const rows = fs.readFileSync(new URL('../../shared/base/letters.def', import.meta.url), 'utf8')
  .split('\n').filter((line) => line.startsWith('LETTER('))
  .map((line) => line.slice(7, line.indexOf(')', 7 + line.slice(7).indexOf(','))).split(/, +/))
  .map(([from, to, plain, step]) => ({ from: Number(from), to: Number(to), step: Number(step),
    plain: /^ *'/.test(plain) ? plain.trim().at(-2).codePointAt(0) : Number(plain) }));

function plainOf(letter) {
  const row = rows.find(({ from, to }) => letter >= from && letter <= to);
  return row === undefined ? letter : row.plain && row.plain + (letter - row.from) * row.step;
}

test('its rows rise', () => {
  assert.ok(rows.length > 200);
  rows.reduce((before, row) => {
    assert.ok(before < row.from && row.from <= row.to, `0x${row.from.toString(16)}`);
    return row.to;
  }, 0);
});

test('Latin loses its accents and capitals', () => {
  for (let letter = 0x41; letter < 0x1f00; letter++) {
    const base = String.fromCodePoint(letter).normalize('NFD')[0].toLowerCase();
    if (/[a-z]/.test(base)) {
      assert.equal(plainOf(letter), base.codePointAt(0), `0x${letter.toString(16)}`);
    }
  }
});

test('capitals of Greek and Cyrillic are their small letters', () => {
  const letters = Array.from({ length: 0x460 - 0x386 }, (_, i) => 0x386 + i).filter((one) => one < 0x3cf || one >= 0x400);
  for (const letter of letters) {
    const small = String.fromCodePoint(letter).toLowerCase();
    assert.equal(plainOf(letter), plainOf(small.codePointAt(0)), `0x${letter.toString(16)}`);
  }
});

test('what is written in two parts or in one is the same', () => {
  const own = [0x419, 0x439, 0x407, 0x457]; // letters of their own to whoever writes them
  const isUsed = (letter) => letter < 0x180 || (letter >= 0x388 && letter < 0x3cf)
    || (letter >= 0x400 && letter < 0x460) || (letter >= 0x600 && letter < 0xb00);
  for (let letter = 0xc0; letter < 0xb00; letter++) {
    const parts = [...String.fromCodePoint(letter).normalize('NFD')].map((one) => plainOf(one.codePointAt(0)));
    if (isUsed(letter) && !own.includes(letter) && parts.slice(1).every((mark) => mark === 0)) {
      assert.equal(plainOf(letter), parts[0], `0x${letter.toString(16)}`);
    }
  }
});
