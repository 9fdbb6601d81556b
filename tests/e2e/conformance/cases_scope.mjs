// Scope: what a device enrolled for some groups sees, and how pupils come and go.
import { newId, tally } from './bytes.mjs';
import { parseLines } from './device.mjs';
import { equal, holds } from './report.mjs';
import { expectError } from './world.mjs';

async function begin(world) {
  const writer = await world.enrol({ label: 'Scope writer' });
  const group = async (name) => {
    const { rec } = writer.change({ type: 'group', set: { name } });
    await writer.send();
    return rec;
  };
  const cast = { writer, red: await group('Red Class'), blue: await group('Blue Class') };
  cast.join = (pupil, to) => {
    const entry = writer.change({ pupil, type: 'membership', set: { group: to } });
    return { pupil, rec: entry.rec, entry };
  };
  for (const name of ['Ash', 'Beech', 'Cedar', 'Dogwood']) {
    cast[name] = await world.pupil(name, writer);
    writer.change({ pupil: cast[name], type: 'story', set: { said: `early words on ${name}` } });
  }
  cast.ashPlace = cast.join(cast.Ash, cast.red);
  cast.join(cast.Beech, cast.red);
  cast.join(cast.Cedar, cast.blue);
  await writer.send();
  return cast;
}

const sorted = (list) => [...list].sort();
const pupilsOf = (device) => sorted(new Set([...device.got.values()]
  .map((line) => line.pupil).filter((pupil) => pupil !== null)));

async function groups(world, test, cast) {
  await test.case('a device for one group',
    '4 pull: school-wide changes and those of pupils in its '
    + 'scope', async () => {
    cast.red1 = await world.enrol({ label: 'Red', groups: ['Red Class'] });
    const { head } = await cast.red1.page();
    equal(sorted(head.pupils), sorted([cast.Ash, cast.Beech]), 'pupils');
    await cast.red1.sync();
    equal(pupilsOf(cast.red1), sorted([cast.Ash, cast.Beech]), 'pupils of the lines');
    holds(cast.red1.got.has(cast.writer.chain[0].name), 'a school-wide change is missing');
  });
  await test.case('a device for two groups', 'DESIGN: enrol --groups A,B', async () => {
    const both = await world.enrol({ label: 'Both', groups: ['Red Class', 'Blue Class'] });
    await both.sync();
    equal(pupilsOf(both), sorted([cast.Ash, cast.Beech, cast.Cedar]), 'pupils of the lines');
  });
  await test.case('a device for no group', 'DESIGN: no groups: every pupil of the school',
    async () => {
      const all = await world.enrol({ label: 'All' });
      const { head } = await all.page();
      holds(['Ash', 'Beech', 'Cedar', 'Dogwood'].every((name) => head.pupils.includes(cast[name])),
        'a pupil is missing');
    });
}

async function arrivals(world, test, cast) {
  const { red1, writer } = cast;
  await test.case('a pupil joins',
    '4: the scope changes; what is new comes by pull, what lies at or '
    + 'before the cursor by backfill', async () => {
    red1.change({ pupil: cast.Cedar, type: 'story', set: { said: 'own words on Cedar' } });
    await red1.sync();
    const { etag, cursor } = red1;
    cast.cedarPlace = cast.join(cast.Cedar, cast.red);
    writer.change({ pupil: cast.Cedar, type: 'story', set: { said: 'late words on Cedar' } });
    await writer.send();
    const { head, lines } = await red1.page({ after: cursor, scope: etag });
    holds(head.etag !== etag, 'the etag is the old one');
    equal(sorted(head.pupils), sorted([cast.Ash, cast.Beech, cast.Cedar]), 'pupils');
    equal(lines.map((line) => JSON.parse(line.line).set.said ?? 'a place'),
      ['a place', 'late words on Cedar'], 'the lines of the pull');
    const early = await red1.backfill(cast.Cedar);
    equal(early.lines.map((line) => JSON.parse(line.line).set.said ?? 'another'),
      ['another', 'early words on Cedar', 'another', 'own words on Cedar'],
      'the lines of the backfill, own ones included');
    await red1.sync();
  });
  await test.case('a backfill in pages', '4 pupils: a head {next, more}, then the same lines',
    async () => {
      const names = [];
      for (let after = 0, more = true; more;) {
        const page = await red1.backfill(cast.Cedar, { after, limit: 1 });
        holds(page.lines.length <= 1, 'more than one line');
        names.push(...page.lines.map((line) => line.name));
        holds(!page.head.more || page.head.next > after, 'the backfill does not go on');
        ({ next: after, more } = page.head);
      }
      const whole = await red1.backfill(cast.Cedar);
      equal([names, whole.head.more], [whole.lines.map((line) => line.name), false], 'the pages');
    });
  await test.case('a backfill ends at upto', '4 pupils: what lies at or before the cursor',
    async () => {
      const whole = await red1.backfill(cast.Cedar);
      const upto = whole.lines[1].lsn;
      const part = await red1.backfill(cast.Cedar, { upto });
      equal(part.lines.map((line) => line.lsn), whole.lines.slice(0, 2).map((line) => line.lsn),
        'lsns');
    });
  await test.case('the backfill of school-wide changes', '4 pupils: - for school-wide, own changes '
    + 'included', async () => {
    const own = red1.change({ set: { said: 'own, for all' } });
    await red1.sync();
    const { lines } = await red1.backfill(null);
    holds(lines.some((line) => line.name === own.name), 'its own change is missing');
    const others = lines.filter((line) => line.dev !== red1.id).map((line) => line.name);
    equal(sorted(others), sorted([...red1.got.values()].filter((line) => line.pupil === null
      && line.dev !== red1.id).map((line) => line.name)), 'the others');
  });
  for (const row of [{ limit: 0 }, { limit: 5001 }, { after: -1 }, { upto: -1 }, { upto: 'x' }]) {
    await test.case(`a backfill with ${JSON.stringify(row)}`, '4: out of range: 400', async () => {
      const query = { after: 0, upto: 10, limit: 10, ...row };
      expectError(await red1.get(`/v1/pupils/${cast.Cedar}`, query), 400, 'malformed');
    });
  }
}

async function departures(world, test, cast) {
  const { red1, writer } = cast;
  await test.case('a pupil leaves', '4: those of pupils in its scope; void takes a record off the '
    + 'lists', async () => {
    writer.change({ pupil: cast.Ash, type: 'membership', rec: cast.ashPlace.rec,
      set: { void: 'entered in error' } });
    writer.change({ pupil: cast.Ash, type: 'story', set: { said: 'after Ash left' } });
    await writer.send();
    const before = red1.etag;
    const { head, lines } = await red1.page({ after: red1.cursor, scope: before });
    holds(head.etag !== before, 'the etag is the old one');
    equal(sorted(head.pupils), sorted([cast.Beech, cast.Cedar]), 'pupils');
    holds(lines.every((line) => line.pupil !== cast.Ash), 'a line on who left');
    await red1.sync(); // the figures of check must now leave Ash out
  });
  const rule = '4 pupils: 404 scope if the pupil is not (or no longer) in scope';
  for (const [title, pupil] of [['who left', () => cast.Ash], ['never in it', () => cast.Dogwood],
    ['of another school', () => cast.far], ['unknown', () => newId()]]) {
    await test.case(`the backfill of a pupil ${title}`, rule, async () => {
      cast.far ??= await world.pupil('Far', world.elsewhere);
      const query = { after: 0, upto: 10, limit: 10 };
      expectError(await red1.get(`/v1/pupils/${pupil()}`, query), 404, 'scope');
    });
  }
  await test.case('a push for a pupil who left',
    '4: a pupil who has since left the device\'s scope '
    + 'is no reason to hold', async () => {
    red1.change({ pupil: cast.Ash, type: 'story', set: { said: 'written before it knew' } });
    await red1.sync();
    await world.other.sync();
    holds(world.other.got.has(red1.chain.at(-1).name), 'another device does not read it');
  });
  await test.case('a pupil comes back', '4: backfill, own changes included', async () => {
    cast.join(cast.Ash, cast.red);
    await writer.send();
    await red1.sync();
    holds(red1.got.has(red1.chain.at(-1).name), 'its own change on that pupil did not come');
    equal(sorted(red1.scope), sorted([cast.Ash, cast.Beech, cast.Cedar]), 'scope');
  });
  await test.case('one of two places', '4: a pupil is in scope by any place', async () => {
    const second = cast.join(cast.Ash, cast.red);
    await writer.send();
    writer.change({ pupil: cast.Ash, type: 'membership', rec: second.rec,
      set: { void: 'twice' } });
    await writer.send();
    await red1.sync();
    holds(red1.scope.has(cast.Ash), 'the other place no longer counts');
  });
  await test.case('a place in another group', 'DOMAIN: a membership names its group', async () => {
    writer.change({ pupil: cast.Cedar, type: 'membership', rec: cast.cedarPlace.rec,
      set: { group: cast.blue }, over: { group: [cast.cedarPlace.entry.name] } });
    await writer.send();
    await red1.sync();
    equal(sorted(red1.scope), sorted([cast.Ash, cast.Beech]), 'scope');
  });
  await test.case('a place that is held changes no scope', '4: held out of the view', async () => {
    const stranger = newId();
    const entry = writer.change({ pupil: stranger, type: 'membership', set: { group: cast.red } });
    await writer.send([{ seq: entry.seq, reason: 'school' }]);
    await red1.sync();
    holds(!red1.scope.has(stranger), 'the pupil is in scope');
    writer.change({ pupil: stranger, type: 'pupil', rec: stranger, set: { given: 'Stranger' } });
    await writer.send();
    await red1.sync();
    holds(red1.scope.has(stranger), 'the pupil is not in scope once the place is released');
  });
}

async function disagreements(world, test, cast) {
  const { red1, writer } = cast;
  const two = [];
  await test.case('a place on which two disagree',
    '2: the head with the greatest (at, n, dev, seq) '
    + 'is the value; the hub works scopes out from the record', async () => {
    const place = cast.join(cast.Dogwood, cast.blue);
    await writer.send();
    const { at } = JSON.parse(place.entry.line);
    const entry = world.other.change({ pupil: cast.Dogwood, type: 'membership', rec: place.rec,
      set: { group: cast.red }, at: at + 5 });
    await world.other.send();
    await red1.sync();
    holds(red1.scope.has(cast.Dogwood), 'the later value does not count');
    writer.change({ pupil: cast.Dogwood, type: 'membership', rec: place.rec,
      set: { group: cast.blue }, over: { group: [entry.name, place.entry.name] }, at: at + 1 });
    await writer.send();
    await red1.sync();
    holds(!red1.scope.has(cast.Dogwood), 'what was replaced still counts');
  });
  await test.case('a place whose changes name two pupils',
    '2: should changes of one record disagree '
    + 'on pupil, the one with the least (at, n, dev, seq) decides', async () => {
    for (const name of ['Elder', 'Fir']) {
      two.push(await world.pupil(name, writer));
    }
    const late = cast.join(two[0], cast.red);
    await writer.send();
    await red1.sync();
    holds(red1.scope.has(two[0]), 'the only change does not count');
    const { at } = JSON.parse(late.entry.line);
    world.other.change({ pupil: two[1], type: 'membership', rec: late.rec,
      set: { group: cast.red }, at: at - 50 });
    await world.other.send();
    await red1.sync();
    equal(two.map((pupil) => red1.scope.has(pupil)), [false, true], 'which of the two is in scope');
  });
  await test.case('a place of nobody', '4: never refused for its content', async () => {
    writer.change({ pupil: null, type: 'membership', set: { group: cast.red } });
    await writer.send();
    await red1.sync();
  });
  await test.case('GET /v1/check of a device for a group', '4 check: of a pupil in scope',
    async () => {
      const answer = await red1.get('/v1/check', { upto: red1.cursor });
      const lines = parseLines(answer.text);
      holds(lines.every(({ pupil }) => pupil === null || red1.scope.has(pupil)), 'another pupil');
      const own = [...red1.got.values()].filter((line) => line.dev !== red1.id);
      for (const pupil of [null, ...red1.scope]) {
        const names = own.filter((line) => line.pupil === pupil).map((line) => line.name);
        const { n, sum } = lines.find((line) => line.pupil === pupil) ?? tally([]);
        equal({ n, sum }, tally(names), `figures of ${pupil}`);
      }
    });
}

export async function scopeCases(world) {
  const cast = await begin(world);
  await groups(world, world.report.section('scope'), cast);
  await arrivals(world, world.report.section('scope joined'), cast);
  await departures(world, world.report.section('scope left'), cast);
  await disagreements(world, world.report.section('scope odd'), cast);
}
