// The units under a real systemd: a machine is started (machine.sh), the daemon and its timer are installed,
// and what systemd then says of them is judged here. Where no machine is to be had, it says why and is done.
//
// Seen to catch: a sandbox without the address family of the network, one that may write anywhere or not
// even to its own folder, a daemon that says no READY or does not feed its watchdog, a timer that starts
// all tablets at once.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { joined } from '../actors/joined.mjs';
import { equal, holds, play } from '../actors/stage.mjs';
import { act, PASSPHRASE } from '../actors/tablet.mjs';

const CANARIES = ['Quillbracken', 'Mossgallop'];
const CANNOT = 77;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

function writeUnits(stage, hub) {
  const folder = stage.path('units');
  fs.mkdirSync(folder);
  const unit = (name, text) => fs.writeFileSync(path.join(folder, name), text);
  unit('hub.service', `[Service]
ExecStart=${path.resolve(stage.build, 'cairn-hub')} --data ${hub.data} serve --listen 127.0.0.1:${hub.port}
`);
  unit('acts.service', `[Service]
Type=oneshot
ExecStart=${stage.path('acts.sh')} ${stage.path('out')} ${stage.path('tablet')}
StandardError=file:${stage.path('out', 'complaints')}
ExecStopPost=systemctl --no-block exit 0
`);
  unit('acts.target', '[Unit]\nRequires=basic.target acts.service\nAfter=basic.target\n');
}

// The machine's cgroup, where the machine was ended before it could do so itself; its processes take a
// moment to go.
function sweep(stage) {
  const own = fs.readFileSync(stage.path('cgroup'), 'utf8').trim();
  execFileSync('bash', ['-c', `for i in {1..40}; do
    [ -d "$0" ] || exit 0; find "$0" -depth -type d -exec rmdir {} + 2>/dev/null; sleep 0.05; done`, own]);
}

const read = (stage, name) => fs.readFileSync(stage.path('out', name), 'utf8');

// What `systemctl show` said, by name.
const shown = (stage, name) => Object.fromEntries(read(stage, name).trim().split('\n')
  .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));

function has(stage, name, want) {
  const all = shown(stage, name);
  equal(Object.fromEntries(Object.keys(want).map((key) => [key, all[key]])), want, `“${name}”`);
}

function judgeTimer(stage) {
  const { NextElapseUSecRealtime: next, RandomizedDelayUSec: delay } = shown(stage, 'timer');
  const [, hours, minutes, seconds] = /(\d\d):(\d\d):(\d\d)/.exec(next);
  equal(delay, '5h', 'how far apart tablets may start');
  holds(Number(hours) >= 19 && `${hours}:${minutes}:${seconds}` !== '19:00:00',
    `a tablet's night begins at ${next}`);
  has(stage, 'night', { Result: 'success', ExecMainStatus: '0', ActiveState: 'inactive' });
}

function judgeDay(stage) {
  has(stage, 'empty', { ActiveState: 'active', SubState: 'running', StatusText: 'At rest' });
  holds(/^drwx------ \d+ cairn cairn /.test(read(stage, 'folder')), read(stage, 'folder'));
  holds(/^-rw------- \d+ cairn cairn .*tablet\.db$/m.test(read(stage, 'folder')), read(stage, 'folder'));
  has(stage, 'day', { ActiveState: 'active', Result: 'success', NRestarts: '0', WatchdogUSec: '3s' });
  holds(/^At rest; since the start sent \d+, fetched \d+, up to date$/.test(
    shown(stage, 'day').StatusText), `it says of itself: ${shown(stage, 'day').StatusText}`);
  has(stage, 'again', { ActiveState: 'active', NRestarts: '2' });
  has(stage, 'stopped', { ActiveState: 'inactive', Result: 'success', ExecMainStatus: '0' });
  holds(Number(read(stage, 'stop_ms')) < 5000, `it took ${read(stage, 'stop_ms').trim()} ms to stop`);
  holds(/Watchdog timeout/.test(read(stage, 'journal')), 'nobody missed it when it hung');
  equal(read(stage, 'failed'), '', 'units that failed');
}

function judgeSandbox(stage) {
  const process = Object.fromEntries(read(stage, 'process').trim().split('\n')
    .map((line) => line.split(/:\s+/)));
  const { Uid, ...rest } = process;
  holds(!/\b0\b/.test(Uid), 'it runs as root');
  equal(rest, { CapEff: '0000000000000000', CapBnd: '0000000000000000', NoNewPrivs: '1', Seccomp: '2' },
    'what its process may');
  equal(read(stage, 'writable').trim(), '/var/lib/cairn', 'where it may write');
}

function judgeJournal(stage, secrets) {
  const journal = fs.readFileSync(stage.path('out', 'journal'), 'latin1');
  holds(/sent [1-9]\d*, fetched \d+, up to date/.test(journal), 'its nights are not in the journal');
  const said = ['day', 'night', 'again', 'stopped'].map((name) => read(stage, name)).join('') + journal;
  for (const word of secrets) {
    holds(!said.includes(word), `“${word}” is in the journal, or in what is shown of a unit`);
  }
}

await play(async (stage) => {
  const probe = await stage.run(here('machine.sh'), [stage.folder, stage.build, 'probe'], { command: true });
  if (probe.code === CANNOT) {
    console.log(`not run here, because ${probe.out.trim()}`);
    return;
  }
  const { hub, tablet, cards } = await joined(stage);
  await tablet.playUnlocked(act.tap(cards[0]), act.tap('What was done'),
    act.type(`${CANARIES.join(' ')} came `), act.tap('Save'), act.waitFor('Choose several'));
  const pupils = hub.pupils.flatMap(({ rec, fields }) => [rec, fields.family_name]).filter(Boolean);
  await hub.stop();
  fs.mkdirSync(stage.path('out'));
  fs.copyFileSync(here('acts.sh'), stage.path('acts.sh'));
  writeUnits(stage, hub);
  stage.last.push(() => sweep(stage));
  const machine = await stage.run(here('machine.sh'), [stage.folder, stage.build], { command: true });
  equal([machine.code, fs.existsSync(stage.path('out', 'journal'))], [0, true],
    `the machine (${machine.out}${machine.err})`);
  judgeTimer(stage);
  judgeDay(stage);
  judgeSandbox(stage);
  judgeJournal(stage, [...CANARIES, ...pupils, PASSPHRASE, tablet.setting('token')]);
  tablet.file = stage.path('out', 'tablet.db');
  const { acked, own } = tablet.figures();
  equal(acked, own, 'what the hub has of the tablet');
}, 100);
