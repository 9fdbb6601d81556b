// A malformed code, typed: a sentence for each way to get it wrong, nothing kept of it, and the right
// code is taken on the same screen afterwards.
import fs from 'node:fs';

import { Hub } from '../actors/hub.mjs';
import { equal, play } from '../actors/stage.mjs';
import { act, PASSPHRASE, Tablet } from '../actors/tablet.mjs';

const NO_CODE = 'This is not an enrolment code: one starts with cairn:';
const NOT_WHOLE = 'The enrolment code is not whole: copy all of its line.';
const NO_HTTPS = 'The enrolment code does not name an https address.';
const MISTAKE = 'The enrolment code has a mistake in it: type it again.';
const SHORT = 'A passphrase needs at least 8 letters';

const wrong = (code) => [
  { name: 'words', text: 'the one on the sheet', sentence: NO_CODE },
  { name: 'another scheme', text: code.replace('cairn:', 'carin:'), sentence: NO_CODE },
  { name: 'cut off', text: code.slice(0, code.lastIndexOf('.')), sentence: NOT_WHOLE },
  { name: 'no secret', text: code.replace(/#[^.]*/, '#'), sentence: NOT_WHOLE },
  { name: 'no TLS', text: code.replace('https:', 'http:'), sentence: NO_HTTPS },
  { name: 'a letter too few', text: code.slice(0, -1), sentence: MISTAKE },
  { name: 'a letter misread', text: code.replace(/\.[^.]{4}([^.]*)$/, '.(l|O$1'), sentence: MISTAKE },
];

const join = (code, passphrase) => [
  act.tap('Code'), 'clear', act.type(code), act.tap('Choose a passphrase'), 'clear',
  act.type(passphrase), 'key enter',
];

await play(async (stage) => {
  const hub = new Hub(stage);
  const tablet = new Tablet(stage);
  await hub.make();
  await hub.serve();
  const code = await hub.code();

  for (const { name, text, sentence } of wrong(code)) {
    await tablet.play(join(text, PASSPHRASE), act.expect(sentence), act.expect('Join the school'));
    const kept = tablet.rows('SELECT (SELECT count(*) FROM slot) AS slots, '
      + '(SELECT count(*) FROM setting WHERE value <> \'\') AS settings');
    equal(kept, [{ slots: 0, settings: 0 }], `what ${name} leaves in the tablet's file`);
  }

  fs.rmSync(tablet.data, { recursive: true });
  const daemon = tablet.daemonWhenThere();
  await tablet.play(join(wrong(code)[2].text, PASSPHRASE), act.expect(NOT_WHOLE),
    join(code, 'short'), act.expect(SHORT), join(code, PASSPHRASE),
    act.waitFor('Which name is yours?'));
  await (await daemon).stop();
  await hub.isWhole();
});
