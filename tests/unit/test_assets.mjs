// Whether the data of assets/ holds its shape: instruments (SHAPE.md), symbol lists, demo words,
// and the vetting of drawings. Run by ctest through node's own test runner.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FONT_COLUMNS, ICON_COLUMNS, PICTURE_COLUMNS, readList }
  from '../../assets/symbols/lists.mjs';
import { plainOf, withoutWholeClip } from '../../assets/symbols/plain.mjs';
import { vetSvg } from '../../assets/symbols/vet.mjs';

const ASSETS = fileURLToPath(new URL('../../assets/', import.meta.url));
const at = (...parts) => path.join(ASSETS, ...parts);
const icons = new Map(readList(at('symbols/icons.list'), ICON_COLUMNS).map((r) => [r.name, r]));
const pictures = new Map(
  readList(at('symbols/pictures.list'), PICTURE_COLUMNS).map((r) => [r.name, r]));

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const INSTRUMENT_KEYS = ['id', 'label', 'kind', 'about', 'items', 'left_alone', 'total', 'family',
  'length', 'check', 'picture', 'asks_about'];
const ITEM_KEYS = ['id', 'label', 'about', 'icon', 'picture', 'colour', 'kind', 'practice', 'right',
  'own', 'label_with', 'texts', 'phrases', 'choices', 'cards'];
const CHOICE_KEYS = ['id', 'label', 'about', 'picture', 'value', 'apart', 'right'];
const CARD_KEYS = ['id', 'label', 'picture', 'right'];
const ROOM_KINDS = ['faces', 'pictures', 'yes-no', 'several', 'board', 'journal'];

function readInstruments() {
  return fs.readdirSync(at('instruments')).filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, text: fs.readFileSync(at('instruments', name), 'utf8') }))
    .map(({ name, text }) => ({ name, instrument: JSON.parse(text) }));
}

function assertKeys(thing, known, where) {
  for (const key of Object.keys(thing)) {
    assert.ok(known.includes(key), `${where}: SHAPE.md does not know the key ${key}`);
  }
}

function assertIds(list, where) {
  const ids = list.map((thing) => thing.id);
  ids.forEach((id) => assert.match(id, ID, `${where}: ${id}`));
  assert.equal(new Set(ids).size, ids.length, `${where}: an id is there twice`);
}

function assertWords(thing, where) {
  assert.ok(thing.label.trim(), `${where}: no label`);
  assert.equal(typeof thing.about, 'string', `${where}: about is no text`);
  for (const text of [thing.label, thing.about, ...(thing.phrases ?? [])]) {
    assert.doesNotMatch(text, /!|\bfail|\bbehind\b|\s$/i, `${where}: "${text}"`);
  }
}

function checkChoice(choice, item, instrument, where) {
  assertKeys(choice, CHOICE_KEYS, where);
  assertWords(choice, where);
  const apart = ['unsure', 'not-now'].includes(choice.id);
  assert.equal(choice.apart ?? false, apart, `${where}: apart is for unsure and not-now`);
  assert.equal('value' in choice, 'total' in instrument, `${where}: value goes with total`);
  if (ROOM_KINDS.includes(item.kind)) {
    assert.ok(pictures.has(choice.picture), `${where}: no picture ${choice.picture} in the list`);
  }
}

function checkRoomItem(item, instrument, where) {
  const ids = item.choices.map((choice) => choice.id);
  assert.ok(item.picture === '' || pictures.has(item.picture), `${where}: no ${item.picture}`);
  assert.deepEqual(ids.slice(-2), ['unsure', 'not-now'], `${where}: the two are always there`);
  const count = ids.length - 2;
  if (item.kind === 'faces') {
    assert.equal(count, instrument.length ?? 3, `${where}: as many faces as length`);
  }
  if (item.kind === 'yes-no') {
    assert.deepEqual(ids.slice(0, 2), ['yes', 'no'], where);
  }
  (item.cards ?? []).forEach((card) => checkCard(card, item, `${where} ${card.id}`));
  assertIds(item.cards ?? [], where);
  checkPractice(item, ids.slice(0, -2), where);
}

function checkCard(card, item, where) {
  assertKeys(card, CARD_KEYS, where);
  assert.ok(card.label.trim(), `${where}: no label`);
  assert.ok(pictures.has(card.picture), `${where}: no picture ${card.picture} in the list`);
  assert.equal('right' in card, item.practice, `${where}: right goes with practice`);
}

/** What is known to be so: one choice, some of them, or where each card belongs. */
function checkPractice(item, scale, where) {
  const known = item.kind === 'board' ? item.cards.map((card) => card.right)
    : item.kind === 'several' ? item.choices.filter((c) => c.right).map((c) => c.id)
      : [item.right];
  const stated = known.filter((id) => id !== undefined);
  assert.equal(stated.length > 0, item.practice, `${where}: a practice item has a right answer`);
  stated.forEach((id) => assert.ok(scale.includes(id), `${where}: right is no choice`));
}

function checkItem(item, instrument, where) {
  assertKeys(item, ITEM_KEYS, where);
  assertWords(item, where);
  assertIds(item.choices, where);
  item.choices.forEach((c) => checkChoice(c, item, instrument, `${where} ${c.id}`));
  if (instrument.kind === 'self-assessment') {
    assert.ok(ROOM_KINDS.includes(item.kind), `${where}: kind ${item.kind}`);
    checkRoomItem(item, instrument, where);
    return;
  }
  assert.ok(['choice', 'text'].includes(item.kind), `${where}: kind ${item.kind}`);
  assert.ok(icons.has(item.icon), `${where}: no icon ${item.icon} in the list`);
  assert.match(item.colour, /^(area-[1-5]|accent)$/, where);
  assert.equal(item.choices.length === 0, item.kind === 'text', `${where}: choices`);
}

function checkInstrument(name, instrument) {
  assertKeys(instrument, INSTRUMENT_KEYS, name);
  assert.equal(`${instrument.id}.json`, name, `${name}: the file is named as the id`);
  assert.ok(['engagement', 'note', 'levels', 'self-assessment'].includes(instrument.kind), name);
  assertWords(instrument, name);
  assert.ok(instrument.items.length > 0, `${name}: no items`);
  assertIds(instrument.items, name);
  instrument.items.forEach((item) => checkItem(item, instrument, `${name} ${item.id}`));
}

describe('instruments', () => {
  for (const { name, instrument } of readInstruments()) {
    test(`${name} holds its shape`, () => checkInstrument(name, instrument));
  }

  test('a broken instrument is caught, whatever breaks', () => {
    const good = () => structuredClone(
      readInstruments().find(({ name }) => name === 'how-it-went.json').instrument);
    const breaks = [
      (i) => { i.items[1].choices[0].picture = 'no-such-picture'; },
      (i) => { i.items[1].choices.pop(); },
      (i) => { i.items[1].choices.shift(); },
      (i) => { i.items[0].right = 'unsure'; },
      (i) => { delete i.items[0].right; },
      (i) => { i.items[2].id = i.items[1].id; },
      (i) => { i.items[1].label = 'You did not fail'; },
      (i) => { i.items[1].colours = 'red'; },
      (i) => { i.items[1].choices[0].value = 1; },
      (i) => { i.id = 'another'; },
      (i) => { i.items = []; },
    ];
    checkInstrument('how-it-went.json', good());
    for (const broken of breaks) {
      const instrument = good();
      broken(instrument);
      assert.throws(() => checkInstrument('how-it-went.json', instrument), assert.AssertionError,
        broken.toString());
    }
  });

  test('the engagement model can not be added up and its areas are no ladder', () => {
    const { instrument } = readInstruments().find((i) => i.name === 'engagement-model.json');
    assert.equal('total' in instrument, false);
    assert.deepEqual(instrument.items.map((item) => item.id),
      ['exploration', 'realisation', 'anticipation', 'persistence', 'initiation']);
    for (const item of instrument.items) {
      assert.deepEqual(item.choices.map((choice) => choice.id),
        ['not-seen', 'fleeting', 'sustained', 'established']);
    }
    assert.equal(new Set(instrument.items.map((item) => item.colour)).size, 5);
  });

  test('the bands of a total meet without gaps', () => {
    for (const { name, instrument } of readInstruments()) {
      if (!instrument.total) {
        continue;
      }
      const { least, most, bands } = instrument.total;
      const top = (item) => Math.max(...item.choices.map((choice) => choice.value));
      assert.equal(most, instrument.items.reduce((sum, item) => sum + top(item), 0), name);
      assert.equal(bands[0].from, least, name);
      assert.equal(bands.at(-1).to, most, name);
      bands.slice(1).forEach((band, i) => assert.equal(band.from, bands[i].to + 1, name));
    }
  });

  test('instruments of one family ask the same', () => {
    const families = new Map();
    for (const { instrument } of readInstruments()) {
      const key = instrument.family ?? instrument.id;
      families.set(key, [...(families.get(key) ?? []), instrument]);
    }
    assert.equal(families.get('how-it-went').length, 2);
    for (const [family, members] of families) {
      const asked = members.map((instrument) => instrument.items.map((item) => item.label));
      asked.forEach((labels) => assert.deepEqual(labels, asked[0], family));
    }
  });
});

describe('symbols', () => {
  test('every row names a source that pick.mjs knows, and own drawings exist', () => {
    for (const row of [...icons.values(), ...pictures.values()]) {
      const [from, id] = row.source.split(':');
      assert.match(row.name, ID);
      assert.ok(['own', 'lucide', 'fluent'].includes(from), row.name);
      assert.ok(from !== 'own' || fs.existsSync(at('symbols', `${id}.svg`)), row.source);
    }
  });

  test('every own drawing is named in the list and is drawn right', () => {
    const named = new Set([...pictures.values()].map((row) => row.source));
    for (const folder of ['faces', 'pictures']) {
      for (const file of fs.readdirSync(at('symbols', folder))) {
        const id = `${folder}/${path.basename(file, '.svg')}`;
        assert.ok(named.has(`own:${id}`), `${id} is in no list`);
        vetSvg(id, fs.readFileSync(at('symbols', `${id}.svg`), 'utf8'));
      }
    }
  });

  test('no face outweighs another: one disc for all, and no red or green', () => {
    const disc = (name) => /<defs>[^]*<circle cx="64" cy="64" r="57"[^>]*>/.exec(
      fs.readFileSync(at('symbols/faces', `${name}.svg`), 'utf8'))[0];
    for (const name of ['very-happy', 'okay', 'unhappy', 'very-unhappy', 'unsure']) {
      assert.equal(disc(name), disc('happy'), name);
    }
    assert.equal(disc('no'), disc('yes'));
  });

  test('our drawings in one colour are ink and paper alone, and as many as in colour', () => {
    for (const folder of ['faces', 'pictures']) {
      for (const file of fs.readdirSync(at('symbols', folder))) {
        const plain = plainOf(fs.readFileSync(at(`symbols/${folder}`, file), 'utf8'));
        vetSvg(file, plain);
        const colours = new Set([...plain.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map((m) => m[1]));
        colours.forEach((colour) =>
          assert.ok(['none', '#000000', '#ffffff'].includes(colour), `${file}: ${colour}`));
        assert.ok(colours.has('#000000'), file);
        assert.doesNotMatch(plain, /opacity|Gradient/, file);
      }
    }
    const clip = '<svg><defs><clipPath id="a"><path fill="#fff" d="M0 0h32v32H0z"/></clipPath></defs>' +
      '<g clip-path="url(#a)"><path d="M1 1"/></g></svg>';
    assert.equal(withoutWholeClip(clip), '<svg><g><path d="M1 1"/></g></svg>');
    assert.equal(withoutWholeClip(clip.replace('h32', 'h30')), clip.replace('h32', 'h30'));
  });

  test('the outline of every face and answer stands out on the paper of every theme', () => {
    const theme = fs.readFileSync(at('../client/ui', 'theme.def'), 'utf8');
    const papers = [...theme.matchAll(/^COLOUR\((PAPER|SURFACE),(.*?)\)/gm)].map((m) =>
      m[2].trim().split(/,\s*/).map((hex) => parseInt(hex, 16)));
    const light = (c) => [16, 8, 0].map((bits) => ((c >> bits) & 255) / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const dark = [1, 2, 4]; // of light, dark, contrast, calm, yellow: there pictures have a paper
    assert.equal(papers.length, 2);
    for (const file of fs.readdirSync(at('symbols', 'faces'))) {
      const disc = /<circle cx="64" cy="64" r="57"[^>]*stroke="#([0-9a-f]{6})"/.exec(
        fs.readFileSync(at('symbols/faces', file), 'utf8'))[1];
      for (let i = 0; i < 5; i++) {
        const paper = dark.includes(i) ? papers.find((p) => p[1] !== 0x1b2630)[i]
          : papers.find((p) => p[1] === 0x1b2630)[i];
        const [a, b] = [light(parseInt(disc, 16)), light(paper)].sort((x, y) => y - x);
        assert.ok((a + 0.05) / (b + 0.05) >= 3, `${file} in theme ${i}: ${(a + 0.05) / (b + 0.05)}`);
      }
    }
  });

  test('a list that is not in order is refused with its line', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-assets-')), 'some.list');
    const rows = [
      ['a | b | c\na | b | c\n', /some.list line 2 names a a second time/],
      ['# note\n\na | b\n', /some.list line 3 should have 3 columns/],
      ['a | | c\n', /some.list line 1 should have 3 columns/],
    ];
    for (const [text, sentence] of rows) {
      fs.writeFileSync(file, text);
      assert.throws(() => readList(file, ICON_COLUMNS), { message: sentence });
    }
    fs.rmSync(path.dirname(file), { recursive: true });
  });

  test('fonts are named once each', () => {
    assert.ok(readList(at('fonts.list'), FONT_COLUMNS).length > 10);
  });
});

describe('demo words', () => {
  const demo = (name) => JSON.parse(fs.readFileSync(at('demo', name), 'utf8'));
  const school = demo('school.json');
  const { notes } = demo('notes.json');
  const { outcomes, targets } = demo('targets.json');
  const { names, preferred } = demo('people.json');
  const NEEDS = ['Communication and interaction', 'Cognition and learning',
    'Social, emotional and mental health', 'Sensory and/or physical'];

  test('notes name activities and areas that exist, and every activity has notes', () => {
    const doing = new Set(school.doing.map((row) => row.name));
    const areas = new Set(readInstruments().find((i) => i.name === 'engagement-model.json')
      .instrument.items.map((item) => item.id));
    for (const note of notes) {
      assert.ok(doing.has(note.doing), note.doing);
      note.areas.forEach((area) => assert.ok(areas.has(area), `${note.outcome}: ${area}`));
    }
    assert.deepEqual(new Set(notes.map((note) => note.doing)), doing);
    assert.equal(new Set(notes.map((note) => note.outcome)).size, notes.length);
  });

  test('activities have a picture and a place', () => {
    for (const { name, picture, place } of school.doing) {
      assert.ok(pictures.has(picture), `${name}: ${picture}`);
      assert.ok(school.places.includes(place), `${name}: ${place}`);
    }
  });

  test('words about a pupil are gentle and name no one', () => {
    const texts = [...notes, ...outcomes, ...targets].flatMap((row) => Object.values(row)).flat();
    for (const text of texts) {
      assert.doesNotMatch(text, /!|\bfail|\bbehind\b(?! the curtain)|\b(he|she|his|her)\b|unable/i,
        text);
      assert.doesNotMatch(text, /^\s|\s$|\s\s/, text);
    }
  });

  test('outcomes and targets cover the four areas of need', () => {
    for (const rows of [outcomes, targets]) {
      rows.forEach((row) => assert.ok(NEEDS.includes(row.area), row.area));
      assert.deepEqual(new Set(rows.map((row) => row.area)), new Set(NEEDS));
    }
  });

  test('schools, groups and roles add up', () => {
    const urns = school.schools.map((row) => row.urn);
    urns.forEach((urn) => assert.match(urn, /^99\d{4}$/));
    assert.equal(new Set(urns).size, urns.length);
    school.schools.forEach((row) => assert.match(row.region, /^E1200000[1-9]$/));
    assert.equal(school.groups.length, 12);
    assert.equal(school.roles.reduce((sum, row) => sum + row.of_40, 0), 40);
  });

  test('names are weighed in a hundred, and preferred names belong to a given name', () => {
    assert.equal(names.reduce((sum, row) => sum + row.weight, 0), 100);
    const given = new Set(names.flatMap((row) => [...row.girls, ...row.boys]));
    preferred.forEach((row) => assert.ok(given.has(row.given), row.given));
    names.forEach((row) => assert.ok(row.family.length > 5, row.from));
  });
});

const svg = (body) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">${body}</svg>`;
const vetted = [
  ['a path will do', svg('<path d="M0 0L8 8"/>'), null],
  ['a gradient of its own will do',
    svg('<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>' +
      '<circle r="3" fill="url(#a)"/>'), null],
  ['a comment will do', svg('<!-- a -->\n<path d="M0 0"/>'), null],
  ['a clip path', svg('<clipPath id="a"><path d="M0 0"/></clipPath>'), /<clipPath> is not drawn/],
  ['a mask', svg('<g mask="url(#a)"><path d="M0 0"/></g>'), /attribute mask is not drawn/],
  ['a use', svg('<use href="#a"/>'), /<use> is not drawn/],
  ['words', svg('<text>hello</text>'), /<text> is not drawn/],
  ['a script', svg('<script>1</script>'), /<script> is not drawn/],
  ['an event', svg('<path d="M0 0" onload="a()"/>'), /attribute onload is not drawn/],
  ['a style', svg('<path d="M0 0" style="mix-blend-mode:screen"/>'), /attribute style/],
  ['a picture from elsewhere', svg('<path d="M0 0" fill="url(other.svg#a)"/>'), /points outside/],
  ['a gradient that is not there', svg('<path d="M0 0" fill="url(#a)"/>'), /points to #a/],
  ['a colour left open', svg('<path d="M0 0" fill="currentColor"/>'), /leaves its colour open/],
  ['cut short in a tag', svg('<path d="M0 0"/>').slice(0, -20), /can not be read near/],
  ['cut short after a tag', svg('<g><path d="M0 0"/></g>').slice(0, -10), /never closed/],
  ['closed twice', svg('<path d="M0 0"/></g>'), /closes nothing that is open/],
  ['nothing drawn', svg('<g></g>'), /draws nothing/],
  ['no viewBox', '<svg><path d="M0 0"/></svg>', /has no viewBox/],
  ['not an SVG', '<html></html>', /<html> is not drawn/],
  ['empty', '', /first element is not <svg>/],
  ['loose words', svg('<path d="M0 0"/>lost'), /text outside its elements/],
  ['an entity', '<!DOCTYPE a [<!ENTITY b "c">]>' + svg('<path d="M0 0"/>'), /can not be read near/],
  ['too large', svg(`<path d="${'M0 0'.repeat(20000)}"/>`), /larger than 64 KiB/],
];

describe('vetting', () => {
  for (const [name, text, sentence] of vetted) {
    test(name, () => {
      if (sentence === null) {
        vetSvg('this', text);
      } else {
        assert.throws(() => vetSvg('this', text), { message: sentence });
        assert.throws(() => vetSvg('this', text), { message: /^The picture this can not be/ });
      }
    });
  }
});
