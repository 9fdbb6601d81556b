// The code out of a picture, and pictures that are none: one sentence each, nothing kept, and the
// hub's own picture of the code then joins the tablet to its school.
//
// Planted faults, seen to fail here: a picture told by its name; only the very newest looked at.
import fs from 'node:fs';
import path from 'node:path';

import { Hub } from '../actors/hub.mjs';
import { equal, play } from '../actors/stage.mjs';
import { act, PASSPHRASE, Tablet } from '../actors/tablet.mjs';

const READ = 'Read it from a picture';

await play(async (stage) => {
  const hub = new Hub(stage);
  const pictures = stage.path('pictures');
  const tablet = new Tablet(stage);
  await hub.make();
  await hub.serve();
  fs.mkdirSync(path.join(pictures, 'Camera'), { recursive: true });
  tablet.more = ['--pictures', pictures];

  const put = (name, bytes, age) => {
    const file = path.join(pictures, name);
    fs.writeFileSync(file, bytes);
    const at = Date.now() / 1000 - age;
    fs.utimesSync(file, at, at);
  };
  const refused = (sentence) => tablet.play(act.tap(READ), act.waitFor(sentence), act.expect('Join the school'));

  await refused('There is no picture yet in');
  put('menu.jpg', 'Monday: soup', 10);
  await refused('This is no PNG or JPEG picture: use one that is (menu.jpg)');
  equal(tablet.rows('SELECT count(*) AS n FROM setting WHERE value <> \'\''), [{ n: 0 }], 'what is kept');

  const sheet = stage.path('sheet.png');
  await hub.verb('enrol', '--school', hub.urn, '--label', 'Stage', '--qr', sheet);
  put('Camera/IMG_1.png', fs.readFileSync(sheet), 60); // older than what is no picture
  fs.rmSync(tablet.data, { recursive: true });
  const daemon = tablet.daemonWhenThere();
  await tablet.play(act.tap(READ), act.waitFor('Read from IMG_1.png.'), act.tap('Choose a passphrase'),
    act.type(PASSPHRASE), 'key enter', act.waitFor('Which name is yours?', 30));
  await (await daemon).stop();
  await hub.isWhole();
});
