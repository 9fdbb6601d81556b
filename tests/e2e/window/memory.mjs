// After a lock nothing of what was read or written is left in the memory of the client: no word of a
// note or a draft, no pupil's name, no passphrase; not in what is in use, nor in what was given back.
//
// It is seen to catch: memory that is given back as it was, the texts of a frame kept over the lock, and
// those of a passphrase kept after a wrong try. That the search finds words is shown before the lock.
import fs from 'node:fs';

import { equal, holds, play } from '../actors/stage.mjs';
import { PASSPHRASE } from '../actors/tablet.mjs';
import { joinedWindow, openWindow } from './screen.mjs';

const NOTE = 'Quillbracken';
const DRAFT = 'Wrenthistle';
const DRAWN = 'Mossgallop';
const PIECE = 1 << 20;
// A build with the sanitizers gives memory back by an allocator of theirs, and keeps shadows of terabytes.
const SANITIZED = { ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:max_free_fill_size=1073741824` };
const LARGEST = 2 ** 32;

// As the program may hold a word: by bytes, and by letters of two and of four bytes.
function formsOf(word) {
  const four = Buffer.alloc(word.length * 4);
  [...word].forEach((letter, i) => four.writeUInt32LE(letter.codePointAt(0), i * 4));
  return [Buffer.from(word, 'utf8'), Buffer.from(word, 'utf16le'), four];
}

// What a program can write to: its heap, its stacks, its libraries' own variables.
const writable = (pid) => fs.readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')
  .map((line) => /^([0-9a-f]+)-([0-9a-f]+) rw.. \S+ \S+ \d+\s*(.*)$/.exec(line))
  .filter((found) => found !== null)
  .map(([, from, to, name]) => ({ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), name }))
  .filter(({ from, to }) => to - from < LARGEST);

// Pieces overlap by more than a word, so that none is cut in two.
function* piecesOf(memory, { from, to }) {
  for (let at = from; at < to; at += PIECE - 4096) {
    const bytes = Buffer.alloc(Math.min(PIECE, to - at));
    try {
      yield { at, bytes: bytes.subarray(0, fs.readSync(memory, bytes, 0, bytes.length, at)) };
    } catch {
      // a page that nobody can read, such as the guard of a stack
    }
  }
}

function wordsInMemory(pid, words) {
  const memory = fs.openSync(`/proc/${pid}/mem`, 'r');
  const forms = words.flatMap((word) => formsOf(word).map((form) => ({ word, form })));
  const found = [];
  for (const area of writable(pid)) {
    for (const { at, bytes } of piecesOf(memory, area)) {
      for (const { word, form } of forms) {
        const place = bytes.indexOf(form);
        if (place >= 0) {
          const near = bytes.subarray(Math.max(0, place - 48), place + 80).toString('latin1');
          found.push(`“${word}” in ${area.name || 'memory'} at ${(at + place).toString(16)}: `
            + near.replace(/[^ -~]/g, '.'));
        }
      }
    }
  }
  fs.closeSync(memory);
  return found;
}

const namesOf = (hub) => [...new Set(hub.pupils.flatMap(({ fields }) =>
  [fields.given, fields.family, fields.preferred]))].filter((name) => name?.length >= 5);

await play(async (stage) => {
  const { hub, screen, tablet, hands } = await joinedWindow(stage);
  const names = namesOf(hub).slice(0, 8);
  const words = [NOTE, DRAFT, DRAWN, ...PASSPHRASE.split(' ').slice(0, 1), PASSPHRASE,
    ...names];
  const [first, second] = tablet.cards();

  Object.assign(screen.env, SANITIZED);
  const client = await openWindow(screen, tablet);
  await hands.tap('Passphrase');
  await hands.type(PASSPHRASE);
  await hands.tap('Show');
  await hands.waitFor(PASSPHRASE); // it is drawn too
  await hands.tap('Unlock');
  await hands.waitFor('Choose several');
  await hands.tap(first);
  await hands.tap('Fleeting');
  await hands.tap('Learning objective');
  await hands.type(`${NOTE} came by `);
  await hands.tap('Save');
  await hands.waitFor('Choose several');
  await hands.tap(second);
  await hands.tap('What was done');
  await hands.type(`${DRAFT} and ${DRAWN} `);
  await hands.waitFor('Draft kept');
  const before = wordsInMemory(client.process.pid, words).join('\n');
  for (const word of [DRAFT, DRAWN, names[0]]) {
    holds(before.includes(word), `the search does not even find ${word} while it is shown`);
  }
  await hands.tap('Back');
  await hands.tap('Lock');
  await hands.waitFor('Who is this?');
  equal(wordsInMemory(client.process.pid, words), [], 'words in memory after the lock');

  await hands.tap(hub.staff[0].fields.name);
  await hands.tap('Passphrase');
  await hands.type(`not ${PASSPHRASE}`);
  await hands.key('Return');
  await hands.waitFor('That passphrase does not open this name. Try again.');
  equal(wordsInMemory(client.process.pid, words), [], 'words in memory after a wrong passphrase');
  equal(await client.stop(), { code: 0, signal: null }, 'how SIGTERM ends the client');
});
