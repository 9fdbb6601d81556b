// No word about a pupil in a journal: names, notes and ids are put wherever daemon and hub could trip
// over them (requests, answers, spoiled rows), and then looked for in all that the two have said.
//
// Seen to catch: the hub's own words in a daemon's complaint; a request's path that the hub prints.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { joined } from '../actors/joined.mjs';
import { Liar, reply } from '../actors/liar.mjs';
import { equal, holds, play } from '../actors/stage.mjs';
import { act, PASSPHRASE } from '../actors/tablet.mjs';
import { talk } from '../bad/rude.mjs';

const CANARIES = ['Quillbracken', 'Wrenthistle', 'Mossgallop', 'Fennelspark'];
const [GIVEN, FAMILY, NOTE, TYPED] = CANARIES;
const HEAD = 'Host: hub\r\nConnection: close\r\n';

const roster = `Forename,Surname,DOB\n${GIVEN},${FAMILY},01/02/2015\n`;
const post = (where, type, body) =>
  `POST ${where} HTTP/1.1\r\n${HEAD}Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const requests = (token) => [
  `GET /v1/pupils/${TYPED}?after=${TYPED} HTTP/1.1\r\n${HEAD}Authorization: Bearer ${token}\r\n\r\n`,
  `GET /${TYPED}?${TYPED}=${TYPED} HTTP/1.1\r\n${HEAD}Authorization: Bearer ${TYPED}\r\n\r\n`,
  post('/v1/enrol', 'application/json', `{"code":"${TYPED}","label":"${TYPED}"}`),
  post(`/v1/push?epoch=${TYPED}`, 'application/x-ndjson', `{"seq":"${TYPED}"}\n`),
  post('/login', 'application/x-www-form-urlencoded', `user=${TYPED}&passphrase=${TYPED}`),
  `${TYPED} ${TYPED} ${TYPED}\r\n\r\n`,
];
const answers = [
  reply(500, JSON.stringify({ error: TYPED, message: `${GIVEN} ${FAMILY} is not there.` })),
  reply(400, `${GIVEN} ${FAMILY}`, { type: 'text/plain' }),
  reply(200, `{"next":"${GIVEN}","etag":"${FAMILY}"}\n{"pupil":"${NOTE}"}\n`),
  Buffer.from(`${GIVEN} ${FAMILY}\r\n`),
  reply(403, JSON.stringify({ error: 'code', message: `${GIVEN} ${FAMILY}` })),
];

const spoil = (file, statement) => execFileSync('sqlite3', [file, '-cmd', '.timeout 5000', statement]);

await play(async (stage) => {
  const { hub, tablet, cards } = await joined(stage);
  const said = [];
  const sync = async (...how) => {
    const child = stage.start('cairn-syncd', [...tablet.folders, ...how]);
    await child.ended;
    said.push(child);
    return child;
  };
  const list = stage.path('roster.csv');
  fs.writeFileSync(list, roster);
  await hub.verb('import', 'roster', list, '--school', hub.urn);
  await tablet.playUnlocked(act.tap(cards[0]), act.tap('What was done'), act.type(`${NOTE} came `),
    act.tap('Save'), act.waitFor('Choose several'));
  await sync('--once');
  const records = await hub.records();
  const text = JSON.stringify(records);
  holds([GIVEN, FAMILY, NOTE].every((word) => text.includes(word)), 'the canaries never flew');
  const ids = records.filter(({ type }) => type === 'pupil').map(({ rec }) => rec);
  holds(ids.length > 8, `only ${ids.length} pupils`);

  // What is asked of the hub, and rows of its store that were spoiled.
  const token = tablet.setting('token');
  for (const request of requests(token)) {
    await talk(hub.port, [request], { ms: 3000 });
  }
  spoil(path.join(hub.data, 'cairn.db'),
    `UPDATE log SET line = '${GIVEN} ${FAMILY}' WHERE lsn = (SELECT max(lsn) FROM log);
     UPDATE log SET dev = '${NOTE}' WHERE lsn = 3; UPDATE school SET name = '${GIVEN}'`);
  tablet.write('UPDATE setting SET value = 0 WHERE name = \'cursor\'; DELETE FROM box WHERE lsn > 0');
  const spoiled = await sync('--once');
  equal(spoiled.end.code, 1, 'a round at a hub whose store is spoiled');
  said.push(hub.server);
  await hub.stop();

  // What a hub could answer, and rows of the tablet's own file.
  const liar = new Liar(hub.data);
  await liar.listen(hub.port);
  for (const answer of answers) {
    liar.answer = (head, socket) => socket.end(answer);
    equal((await sync('--once')).end.code, 1, 'a round at a hub that lies');
  }
  spoil(tablet.file, `UPDATE scope SET pupil = '${FAMILY}' WHERE pupil = (SELECT min(pupil) FROM scope);
    UPDATE setting SET value = 'done' WHERE name = 'enrol_step';
    UPDATE setting SET value = '${GIVEN}' WHERE name IN ('hub_pin', 'epoch')`);
  await sync('--once');
  spoil(tablet.file, `UPDATE setting SET value = '${GIVEN}' WHERE name IN ('hub_url', 'device')`);
  await sync('--once');
  const night = stage.start('cairn-syncd', [...tablet.folders, '--night']);
  said.push(night);
  await night.line(/the round failed/);
  await night.stop();
  await liar.close();

  const all = said.map((child) => child.out + child.err).join('');
  holds(/listening on https/.test(all) && /sent \d+, fetched \d+/.test(all) && /cairn-syncd: /.test(all),
    `what they said was not kept: ${all}`);
  for (const word of [...CANARIES, ...ids, PASSPHRASE, token]) {
    holds(!all.includes(word), `“${word}” is in what they said:\n${all}`);
  }
});
