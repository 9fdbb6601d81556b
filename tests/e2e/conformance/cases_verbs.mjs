// The command line: exit statuses and sentences, the roster, and a hub that is stopped and killed.
import fs from 'node:fs';
import path from 'node:path';

import { newId } from './bytes.mjs';
import { equal, holds } from './report.mjs';
import { readJson } from './world.mjs';

const SENTENCE = /^[^\n]{10,400}\n$/;

async function statuses(world, test) {
  const { hub } = world;
  const wrong = [['no verb', []], ['an unknown verb', ['frobnicate']],
    ['an unknown option', ['verify', '--nothing']], ['a missing option', ['enrol', '--label', 'x']],
    ['an option without its value', ['enrol', '--school']], ['export of nothing', ['export']],
    ['export of an unknown thing', ['export', 'everything']],
    ['too many words', ['backup', 'one', 'two']],
    ['an address that is none', ['serve', '--listen', 'nonsense']],
    ['a user without a role', ['user', 'add', 'anna']]];
  for (const [title, args] of wrong) {
    await test.case(`${title}: 2`, 'DESIGN: exit status 2 for a wrong command line', async () => {
      const { status, stdout, stderr } = await hub.verb(...args);
      equal([status, stdout], [2, ''], 'status and stdout');
      holds(stderr.length > 0, 'nothing on stderr');
    });
  }
  const refused = [
    ['enrol for an unknown school', ['enrol', '--school', '999999', '--label', 'x']],
    ['enrol for an unknown group',
      ['enrol', '--school', world.one.urn, '--groups', 'No Such Class', '--label', 'x']],
    ['export of an unknown school', ['export', 'records', '--school', '999999']],
    ['init where a hub is', ['init']],
    ['a school that is there already', ['school', 'add', '--name', 'X', '--urn', world.one.urn,
      '--region', 'E12000004', '--kind', 'special']],
    ['revoking an unknown device', ['device', 'revoke', newId()]],
    ['releasing what is not held', ['held', 'release', `${newId()}:1`]],
    ['a roster that is not there', ['import', 'roster', '/nowhere.csv', '--school', world.one.urn]],
  ];
  for (const [title, args] of refused) {
    await test.case(`${title}: 1`, 'DESIGN: 1 for the rest with one clear sentence on stderr',
      async () => {
        const { status, stdout, stderr } = await hub.verb(...args);
        equal([status, stdout], [1, ''], `status and stdout (stderr: ${stderr})`);
        holds(SENTENCE.test(stderr), `stderr is not one sentence: ${stderr}`);
      });
  }
  await test.case('a folder without a hub: 1', 'DESIGN: 1 for the rest', async () => {
    const empty = path.join(world.folder, 'empty');
    fs.mkdirSync(empty);
    const { status, stderr } = await hub.run(hub.program, ['--data', empty, 'verify']);
    equal(status, 1, 'status');
    holds(SENTENCE.test(stderr), `stderr is not one sentence: ${stderr}`);
  });
  await test.case('success: 0', 'DESIGN: exit status 0 on success', async () => {
    for (const args of [['held', 'list'], ['device', 'list'], ['user', 'list']]) {
      equal((await hub.verb(...args)).status, 0, args.join(' '));
    }
  });
}

const ROSTER = ['\ufeffUPN,Forename,Surname,DOB,Year Group,Class',
  ',Robin,"O\'Hara, née Green",07/09/2015,6,Yew Class', ',Zoë,Ash ,23/11/2014,7,Yew Class', ''];

async function roster(world, test) {
  const { hub } = world;
  const file = path.join(world.folder, 'roster.csv');
  fs.writeFileSync(file, ROSTER.join('\r\n'));
  const pupilsOf = async () => [...(await world.records(world.two.urn)).values()]
    .filter((record) => record.type === 'pupil');
  const before = await pupilsOf();
  await test.case('a dry run changes nothing',
    'DESIGN: import roster FILE --school URN [--dry-run]',
    async () => {
      await hub.lines('import', 'roster', file, '--school', world.two.urn, '--dry-run');
      equal((await pupilsOf()).length, before.length, 'pupils');
    });
  await test.case('a roster makes pupils, a group and places',
    'DOMAIN: BOM, quoted commas, trailing '
    + 'spaces, accents, dd/mm/yyyy', async () => {
    await hub.lines('import', 'roster', file, '--school', world.two.urn);
    const pupils = (await pupilsOf()).slice(before.length === 0 ? 0 : undefined)
      .filter((record) => ['Robin', 'Zoë'].includes(record.fields.get('given')));
    equal(pupils.map((record) => ['given', 'family', 'born'].map((name) =>
      record.fields.get(name))).sort(),
    [['Robin', 'O\'Hara, née Green', '2015-09-07'], ['Zoë', 'Ash', '2014-11-23']], 'pupils');
    holds(pupils.every((record) => record.rec === record.pupil), 'rec is the pupil');
  });
  await test.case('a device for that group reads them at once',
    'DESIGN: verbs work beside a running '
    + 'serve', async () => {
    const device = await world.enrol({ label: 'Yew', groups: ['Yew Class'], urn: world.two.urn });
    await device.sync();
    equal(device.scope.size, 2, 'pupils in scope');
  });
  await test.case('the hub\'s own clock',
    '1: a last at more than 24 hours past the wall clock, own or '
    + 'read, counts for nothing', async () => {
    world.writer.change({ set: { said: 'from the year 2300' }, at: 10413792000000 });
    await world.writer.send();
    await hub.lines('import', 'roster', file, '--school', world.one.urn);
    const rows = (await world.changes(world.one.urn)).filter((row) => row.line !== null);
    const byHub = rows.filter((row) => row.dev === rows[0].dev).map((row) => JSON.parse(row.line));
    holds(byHub.length > 3, 'the roster is not written by the hub\'s own device');
    holds(byHub.every(({ at }) => Math.abs(at - Date.now()) < 3600000),
      'a clock of the year 2300 has moved the hub\'s own');
  });
  await test.case('the same roster again adds nobody',
    'DOMAIN: never match on a first name alone; a '
    + 'retry makes no double', async () => {
    const count = (await pupilsOf()).length;
    await hub.lines('import', 'roster', file, '--school', world.two.urn);
    equal((await pupilsOf()).length, count, 'pupils');
  });
}

async function lives(world, test) {
  const { hub } = world;
  const device = await world.enrol({ label: 'Lives' });
  const info = readJson(await hub.ask('GET', '/v1/hub'));
  device.change({ set: { said: 'before the end' } });
  await device.send();
  await test.case('serve ends on SIGTERM', 'DESIGN: 0 on success', async () => {
    equal((await hub.stop()).status, 0, 'exit status');
  });
  await test.case('keys, epoch, tokens and changes are there after a restart',
    '4 hub: only init and '
    + 'restore make a new epoch', async () => {
    const { pin } = hub;
    await world.serve();
    equal(hub.pin, pin, 'pin');
    const { time, ...now } = hub.info;
    holds(time >= info.time, 'time went back');
    equal({ ...now, time: 0 }, { ...info, time: 0 }, 'the answer of /v1/hub');
    await device.sync();
  });
  await test.case('what was acknowledged is there after SIGKILL', '4 push: stored whole, durably, '
    + 'before the answer', async () => {
    device.change({ set: { said: 'just before the kill' } });
    await device.send();
    await hub.stop('SIGKILL');
    await world.serve();
    const { head } = await device.page({ limit: 1 });
    equal([head.acked, head.hash], [device.chain.length, device.hashAt(device.chain.length)],
      'acked and hash');
    await hub.lines('verify');
  });
}

async function beside(world, test) {
  await test.case('a school added beside a running serve',
    'DESIGN: verbs work beside a running serve',
    async () => {
      const urn = '100003';
      await world.hub.lines('school', 'add', '--name', 'Cherry Bank School', '--urn', urn,
        '--region', 'E12000007', '--kind', 'special');
      const device = await world.enrol({ label: 'New school', urn });
      const { lines } = await device.page();
      equal(lines.map((line) => JSON.parse(line.line).type), ['school'], 'what it reads');
    });
  await test.case('verbs while devices push',
    'DESIGN: verbs work beside a running serve', async () => {
    const device = await world.enrol({ label: 'Beside' });
    let writing = true;
    const verbs = (async () => {
      while (writing) {
        await world.hub.lines('enrol', '--school', world.one.urn, '--label', 'Beside');
        await world.hub.lines('export', 'changes', '--school', world.two.urn);
      }
    })();
    for (let round = 0; round < 20; round++) {
      device.change({ set: { said: `round ${round}` } });
      await device.send();
    }
    writing = false;
    await verbs;
  });
}

export async function verbCases(world) {
  await statuses(world, world.report.section('exit'));
  await roster(world, world.report.section('roster'));
  await beside(world, world.report.section('beside'));
  await lives(world, world.report.section('lives'));
}
