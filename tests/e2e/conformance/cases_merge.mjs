// The merge, seen through `export records`: each story is pushed by several devices, in an order
// that is not the order of the clocks; then one export is held to what the page says of each.
import { derivedId, newId } from './bytes.mjs';
import { foldLines, recordText } from './fold.mjs';
import { equal, holds } from './report.mjs';
import { canon, readValue } from './value.mjs';

const T = 1790000000000; // some moment; only the order counts

// A story tells who writes what, in the order in which it reaches the hub: w(who, at, set, over,
// more) gives the name of the change. who is a place in the cast, which is sorted by id as text;
// set and fields are JSON texts. w.plan only plans, and w.send sends what was planned: so over can
// name what the hub has not seen yet.
const STORIES = [
  {
    title: 'one change', rule: '2: the value is the only head',
    tell: (w) => w(0, 1, '{"a":"x"}'), fields: '{"a":"x"}',
  },
  {
    title: 'two at once', rule: '2: two heads with different values are a conflict; the greatest '
      + '(at, n, dev, seq) is the value',
    tell: (w) => { w(0, 2, '{"a":"late"}'); w(1, 1, '{"a":"early"}'); },
    fields: '{"a":"late"}', conflicts: ['a'],
  },
  {
    title: 'the same value twice', rule: '2: in conflict when two heads hold different values',
    tell: (w) => { w(0, 1, '{"a":"same"}'); w(1, 2, '{"a":"same"}'); }, fields: '{"a":"same"}',
  },
  {
    title: 'fields apart', rule: '2: a field is a register of its own',
    tell: (w) => { w(0, 1, '{"a":1,"b":1}'); w(1, 2, '{"b":2,"c":2}'); },
    fields: '{"a":1,"b":2,"c":2}', conflicts: ['b'],
  },
  {
    title: 'over settles it', rule: '2: less those named in the over of another change',
    tell: (w) => { const a = w(0, 1, '{"a":1}'); w(1, 2, '{"a":2}', { a: [a] }); },
    fields: '{"a":2}',
  },
  {
    title: 'over wins against the clock', rule: '2: heads first, clocks among heads only',
    tell: (w) => { const a = w(0, 900, '{"a":"old"}'); w(1, 2, '{"a":"new"}', { a: [a] }); },
    fields: '{"a":"new"}',
  },
  {
    title: 'over names all heads', rule: '2: a person settles it by a change whose over names all',
    tell: (w) => {
      const heads = [w(0, 1, '{"a":1}'), w(1, 2, '{"a":2}'), w(2, 3, '{"a":3}')];
      w(0, 4, '{"a":4}', { a: heads });
    }, fields: '{"a":4}',
  },
  {
    title: 'over names one of two heads', rule: '2: the other head stays',
    tell: (w) => {
      const a = w(0, 1, '{"a":1}');
      w(1, 2, '{"a":2}');
      w(2, 3, '{"a":3}', { a: [a] });
    },
    fields: '{"a":3}', conflicts: ['a'],
  },
  {
    title: 'over arrives first',
    rule: '2: a change that arrives before one it replaces folds to the '
      + 'same end state',
    tell: (w) => { const a = w.plan(1, 1, '{"a":1}'); w(0, 2, '{"a":2}', { a: [a] }); w.send(a); },
    fields: '{"a":2}',
  },
  {
    title: 'a change that is replaced twice', rule: '2: both replacements are heads',
    tell: (w) => {
      const a = w(0, 1, '{"a":1}');
      w(1, 3, '{"a":2}', { a: [a] });
      w(2, 2, '{"a":3}', { a: [a] });
    }, fields: '{"a":2}', conflicts: ['a'],
  },
  {
    title: 'a chain of replacements, backwards', rule: '2: the same for every order of arrival',
    tell: (w) => {
      const a = w.plan(0, 1, '{"a":1}');
      const b = w.plan(1, 2, '{"a":2}', { a: [a] });
      w(2, 3, '{"a":3}', { a: [b] });
      w.send(b);
      w.send(a);
    }, fields: '{"a":3}',
  },
  {
    title: 'over for one field only', rule: '2: the over of the same field',
    tell: (w) => { const a = w(0, 1, '{"a":1,"b":1}'); w(1, 2, '{"a":2,"b":2}', { a: [a] }); },
    fields: '{"a":2,"b":2}', conflicts: ['b'],
  },
  {
    title: 'over of a change that never comes', rule: '2: nothing is less for it',
    tell: (w) => w(0, 1, '{"a":1}', { a: [`${newId()}:7`] }), fields: '{"a":1}',
  },
  {
    title: 'over of itself', rule: '2: named in the over of another change',
    tell: (w) => {
      const own = [];
      own.push(w.plan(0, 1, '{"a":1}', { a: own }));
      w.send(own[0]);
    }, fields: '{"a":1}',
  },
  {
    title: 'over of a change of another record', rule: '2: a record is a set of fields, a field a '
      + 'register: only its own changes replace',
    tell: (w) => {
      const a = w(0, 1, '{"a":1}');
      w(1, 2, '{"a":2}', { a: [a] }, { rec: newId() });
    },
    fields: '{"a":1}',
  },
  {
    title: 'two that replace each other',
    rule: '2: heads are all that set it, less those named: none '
      + 'is left, so the field has no value',
    tell: (w) => {
      const first = [];
      const b = w.plan(1, 2, '{"a":2}', { a: first });
      first.push(w(0, 1, '{"a":1,"b":1}', { a: [b] }));
      w.send(b);
    }, fields: '{"b":1}',
  },
  {
    title: '1 and 1.0', rule: '2: 1 and 1.0 differ',
    tell: (w) => { w(0, 1, '{"a":1}'); w(1, 2, '{"a":1.0}'); },
    fields: '{"a":1.0}', conflicts: ['a'],
  },
  {
    title: '1.0 and 10e-1', rule: '2: different JSON values',
    tell: (w) => { w(0, 1, '{"a":10e-1}'); w(1, 2, '{"a":1.0}'); }, fields: '{"a":1.0}',
  },
  {
    title: 'keys in another order', rule: '2: the order of an object\'s keys does not matter',
    tell: (w) => { w(0, 1, '{"a":{"x":1,"y":[{"p":1,"q":2}]}}');
      w(1, 2, '{"a":{"y":[{"q":2,"p":1}],"x":1}}'); },
    fields: '{"a":{"x":1,"y":[{"p":1,"q":2}]}}',
  },
  {
    title: 'a list in another order', rule: '2: different JSON values',
    tell: (w) => { w(0, 1, '{"a":[1,2]}'); w(1, 2, '{"a":[2,1]}'); },
    fields: '{"a":[2,1]}', conflicts: ['a'],
  },
  {
    title: 'text written with and without escapes', rule: '2: values are compared, not bytes',
    tell: (w) => { w(0, 1, '{"a":"\\u00e9\\/A"}'); w(1, 2, '{"a":"é/A"}'); },
    fields: '{"a":"é/A"}',
  },
  {
    title: 'accents composed and not', rule: '2: different JSON values',
    tell: (w) => { w(0, 1, '{"a":"\\u00e9"}'); w(1, 2, '{"a":"e\\u0301"}'); },
    fields: '{"a":"e\\u0301"}', conflicts: ['a'],
  },
  {
    title: 'null is a value', rule: '2: different JSON values',
    tell: (w) => { w(0, 1, '{"a":false,"b":null}'); w(1, 2, '{"a":null}'); },
    fields: '{"a":null,"b":null}', conflicts: ['a'],
  },
  {
    title: 'equal at: n decides', rule: '2: the greatest (at, n, dev, seq)',
    tell: (w) => { w(1, 1, '{"a":"high n"}', undefined, { n: 9 });
      w(2, 1, '{"a":"low n"}', undefined, { n: 2 }); },
    fields: '{"a":"high n"}', conflicts: ['a'],
  },
  {
    title: 'equal at and n: dev decides', rule: '2: dev compares as text',
    tell: (w) => { w(2, 1, '{"a":"greatest dev"}'); w(0, 1, '{"a":"least dev"}'); },
    fields: '{"a":"greatest dev"}', conflicts: ['a'],
  },
  {
    title: 'equal at, n and dev: seq decides', rule: '2: the greatest (at, n, dev, seq)',
    tell: (w) => { w(0, 1, '{"a":"first"}'); w(0, 1, '{"a":"second"}'); },
    fields: '{"a":"second"}', conflicts: ['a'],
  },
  {
    title: 'a clock years ahead', rule: '1: such a change is kept and folded',
    tell: (w) => { w(0, 1e12, '{"a":"ahead"}'); w(1, 5, '{"a":"today"}'); },
    fields: '{"a":"ahead"}', conflicts: ['a'],
  },
  {
    title: 'type and pupil disagree', rule: '2: the one with the least (at, n, dev, seq) decides',
    tell: (w) => { w(0, 9, '{"a":1}', undefined, { type: 'later' });
      w(1, 2, '{"b":1}', undefined, { type: 'earliest', pupil: 'P' });
      w(2, 5, '{"c":1}', undefined, { type: 'middle' }); },
    fields: '{"a":1,"b":1,"c":1}', type: 'earliest', pupil: 'P',
  },
  {
    title: 'an edit before its record\'s creation',
    rule: '2: arrives before its record\'s creation',
    tell: (w) => { const a = w.plan(0, 1, '{"a":1,"b":"kept"}');
      w(1, 2, '{"a":2}', { a: [a] }); w.send(a); },
    fields: '{"a":2,"b":"kept"}',
  },
  {
    title: 'a record created twice under a derived id',
    rule: '2: that is two heads, nothing special',
    rec: derivedId('target_review', '01890000-0000-7000-8000-000000000001', '2026', '1'),
    tell: (w) => { w(0, 1, '{"agreed":"secure"}'); w(1, 2, '{"agreed":"developing"}'); },
    fields: '{"agreed":"developing"}', conflicts: ['agreed'],
  },
  {
    title: 'void', rule: '2: gets its field void set to the reason; history shows it',
    tell: (w) => { w(0, 1, '{"a":1}'); w(1, 2, '{"void":"entered in error"}'); },
    fields: '{"a":1,"void":"entered in error"}',
  },
  {
    title: 'unknown types and fields', rule: '2: are kept and exported',
    tell: (w) => w(0, 1, '{"z":{"deep":[1,2.5,null,true,"x"]},"":0,"__proto__":"p","type":"t"}',
      undefined, { type: 'from_the_future' }),
    fields: '{"z":{"deep":[1,2.5,null,true,"x"]},"":0,"__proto__":"p","type":"t"}',
    type: 'from_the_future',
  },
  {
    title: 'an unknown field of a known type', rule: '2: unknown fields are kept and exported',
    tell: (w) => w(0, 1, '{"when":1788771600000,"mood":{"of":"the day"}}', undefined,
      { type: 'observation', pupil: 'P' }),
    fields: '{"when":1788771600000,"mood":{"of":"the day"}}',
    type: 'observation', pupil: 'P',
  },
  {
    title: 'numbers at their limits', rule: '1: 64 bits signed, doubles',
    tell: (w) => w(0, 1, '{"a":9223372036854775807,"b":-9223372036854775808,'
      + '"c":1.7976931348623157e308,"d":5e-324,"e":0.1,"f":-0.0}'),
    fields: '{"a":9223372036854775807,"b":-9223372036854775808,'
      + '"c":1.7976931348623157e308,"d":5e-324,"e":0.1,"f":-0.0}',
  },
];

// What a story tells, as acts in the order of sending.
function script(story, cast) {
  const next = cast.map((device) => device.chain.length);
  const planned = new Map();
  const acts = [];
  const w = (...args) => {
    const name = w.plan(...args);
    w.send(name);
    return name;
  };
  w.plan = (who, at, set, over, more) => {
    const name = `${cast[who].id}:${++next[who]}`;
    planned.set(name, { device: cast[who], at, set, over, more });
    return name;
  };
  w.send = (name) => acts.push(planned.get(name));
  story.tell(w);
  return acts;
}

async function tellAll(cast, pupil) {
  for (const story of STORIES) {
    story.rec ??= newId();
    for (const { device, at, set, over, more } of script(story, cast)) {
      device.changeRaw(set, {
        rec: story.rec, at: T + at, n: 0, over, ...more, pupil: more?.pupil ? pupil : null,
      });
      await device.send();
    }
  }
}

// Many small changes at random, whose records must be the fold of the page.
async function atRandom(world, test, cast) {
  const seed = Number(process.env.SEED ?? Date.now() % 1000000);
  let state = seed;
  const below = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  await test.case(`600 changes at random (SEED=${seed})`, '2: the same for every order of arrival',
    async () => {
      const recs = Array.from({ length: 15 }, newId);
      const names = [];
      const values = ['1', '1.0', '2', '"x"', 'null', '{"p":1,"q":[]}', '{"q":[],"p":1}'];
      for (let i = 0; i < 600; i++) {
        const device = cast[below(cast.length)];
        const field = 'abc'[below(3)];
        const over = names.length > 0 && below(2) === 0 ? { [field]: Array.from(
          { length: 1 + below(3) }, () => names[Math.max(0, names.length - 1 - below(40))]) }
          : undefined;
        const entry = device.changeRaw(`{"${field}":${values[below(values.length)]}}`,
          { rec: recs[below(recs.length)], at: T + below(50), n: below(2), over,
            type: below(20) === 0 ? ['other', 'staff', 'group'][below(3)] : 'story' });
        names.push(entry.name);
        if (below(12) === 0) {
          await cast[below(cast.length)].send();
        }
      }
      for (const device of cast) {
        await device.send();
      }
      const lines = cast.flatMap((device) => device.chain).map((entry) => entry.line.toString());
      const want = foldLines(lines);
      const got = await world.records(world.one.urn);
      recs.filter((rec) => want.has(rec)).forEach((rec) =>
        equal(recordText(got.get(rec)), recordText(want.get(rec)), 'a record'));
    });
}

async function manyHeads(world, test, cast) {
  await test.case('a record on which 1,000 disagree, and one settles it', '2: a change whose over '
    + 'names all the heads', async () => {
    const rec = newId();
    const names = [];
    for (let i = 0; i < 1000; i++) {
      names.push(cast[i % 2].changeRaw(`{"a":${i}}`, { rec, at: T + i, n: 0 }).name);
    }
    await cast[0].send();
    await cast[1].send();
    const torn = await world.record(rec);
    equal([torn.fields.get('a'), torn.conflicts], [999n, ['a']], 'the record in conflict');
    cast[2].changeRaw('{"a":"settled"}', { rec, over: { a: names } });
    await cast[2].send();
    const whole = await world.record(rec);
    equal([whole.fields.get('a'), whole.conflicts], ['settled', []], 'the record settled');
  });
}

export async function mergeCases(world) {
  const test = world.report.section('merge');
  const cast = [];
  for (const label of ['Merge 1', 'Merge 2', 'Merge 3']) {
    cast.push(await world.enrol({ label }));
  }
  cast.sort((a, b) => (a.id < b.id ? -1 : 1));
  const pupil = await world.pupil('Merge');
  await tellAll(cast, pupil);
  const records = await world.records(world.one.urn);

  for (const story of STORIES) {
    await test.case(story.title, story.rule, async () => {
      const record = records.get(story.rec);
      holds(record, 'the record is not exported');
      equal(canon(record.fields), canon(readValue(story.fields)), 'fields');
      equal([...record.conflicts].sort(), story.conflicts ?? [], 'conflicts');
      equal(record.type, story.type ?? 'story', 'type');
      equal(record.pupil, story.pupil ? pupil : null, 'pupil');
      equal(record.school, world.one.urn, 'school is the URN');
    });
  }
  await atRandom(world, test, cast);
  await manyHeads(world, test, cast);
}
