// Sealed boxes only: no word that was written and no pupil's name is found in any byte of the tablet's
// folder, nor in another file that the client has open, while it is unlocked, after it was killed, and
// after it was locked.
//
// It is seen to catch: a draft, a change or a snapshot that is not sealed. That the search finds words
// at all is shown by one that does lie plain: the name on the unlock screen.
import fs from 'node:fs';
import path from 'node:path';

import { Gate } from '../e2e/actors/gate.mjs';
import { joined } from '../e2e/actors/joined.mjs';
import { equal, filesOf, holds, play, wordsIn } from '../e2e/actors/stage.mjs';
import { act } from '../e2e/actors/tablet.mjs';

const CANARIES = ['Quillbracken', 'Wrenthistle', 'Mossgallop', 'Fennelspark'];

const write = (card, where, canary) => [
  act.tap(card), act.tap('Established'), act.tap(where), act.type(`${canary} came by `),
];
const save = [act.tap('Save'), act.waitFor('Choose several')];

// Names of five letters and more: shorter ones turn up in sealed bytes by chance.
const namesOf = (hub) => [...new Set(hub.pupils.flatMap(({ fields }) =>
  [fields.given, fields.family, fields.preferred]))].filter((name) => name?.length >= 5);

// The files that a process has open for writing.
function writtenFiles(pid) {
  return fs.readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    const link = `/proc/${pid}/fd/${fd}`;
    const flags = Number.parseInt(/flags:\s*(\d+)/.exec(
      fs.readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))[1], 8);
    const isRegular = fs.statSync(link, { throwIfNoEntry: false })?.isFile();
    return isRegular && (flags & 3) !== 0 ? [fs.readlinkSync(link)] : [];
  });
}

function isSealed(tablet, words, when, plain) {
  const files = filesOf(tablet.data);
  holds(files.length > 0, 'the tablet has no files');
  equal(wordsIn(files, words), [], `words found ${when}`);
  holds(wordsIn(files, [plain]).length > 0, `the search does not even find ${plain}`);
}

await play(async (stage) => {
  const { hub, tablet, cards } = await joined(stage);
  const names = namesOf(hub);
  holds(names.length > 5, `only ${names.length} names are long enough`);
  const words = [...CANARIES, ...names];
  const staff = hub.staff[0].fields.name;
  const open = new Gate(stage, 'open');

  const client = tablet.openUnlocked(
    write(cards[0], 'What was done', CANARIES[0]), save,
    write(cards[1], 'Learning objective', CANARIES[1]), save,
    write(cards[2], 'What was done', CANARIES[2]), act.expect('Draft kept'), open.acts);
  await open.pass(client, () => {
    isSealed(tablet, words, 'while it is unlocked', staff);
    const written = writtenFiles(client.pid);
    holds(written.includes(tablet.file), `the client writes to ${written} alone`);
    const strange = written.filter((file) => path.dirname(file) !== tablet.data);
    equal(strange.filter((file) => file !== open.sign), [], 'other files that the client writes');
  });
  await client.kill();
  isSealed(tablet, words, 'after it was killed', staff);

  await tablet.playUnlocked(act.expect('Draft kept'), act.tap('What was done'),
    act.type(`and ${CANARIES[3]} `), 'lock', act.until('locked'));
  isSealed(tablet, words, 'after it was locked', staff);
  equal(tablet.rows('SELECT count(*) AS n FROM snapshot'), [{ n: 1 }], 'snapshots after the lock');

  await tablet.syncWell();
  isSealed(tablet, words, 'after a sync', staff);
  const found = JSON.stringify(await tablet.records());
  holds(found.includes(CANARIES[0]) && found.includes(CANARIES[1]), 'the words were never saved');
  await tablet.playUnlocked(act.expect(CANARIES[3]));
  isSealed(tablet, words, 'after all of it', staff);
});
