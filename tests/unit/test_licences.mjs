// What the build lists as made by others: every set of pictures, every letter and every library that
// the programs are linked with has a row, and the words of its licence are its package's own.
//
//   node --test test_licences.mjs, with CAIRN_BUILD the folder of the build
import { execFileSync } from 'node:child_process';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { licenceOf, wordsOf } from '../../assets/licences.mjs';
import { PACKAGES } from '../../assets/symbols/pick.mjs';
import { readList, FONT_COLUMNS, ICON_COLUMNS, LIBRARY_COLUMNS, PICTURE_COLUMNS }
  from '../../assets/symbols/lists.mjs';

const BUILD = process.env.CAIRN_BUILD;
const SOURCE = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'assets');
const made = (name) => path.join(BUILD, 'assets', name);
const { licences } = JSON.parse(fs.readFileSync(made('licences.json'), 'utf8'));
const rowOf = (name) => licences.find((row) => row.package === name);
// What belongs to the system or to a sanitizer, and is not shipped with the programs.
const SYSTEM = /^(libc|libm|libdl|libpthread|librt|libgcc_s|libstdc\+\+|lib(a|l|t|ub)san|ld-linux.*|libclang_rt.*)\.so/;

function isWhole(row, name) {
  assert.ok(row, `${name} is in no row of licences.json`);
  assert.notEqual(row.licence, '', `${name} has no licence`);
  const words = fs.readFileSync(made(row.text), 'utf8');
  assert.ok(words.length > 80, `${name} has no words`);
  return words;
}

describe('licences', () => {
  test('every source of a picture or an icon has a row, of the version that was fetched', () => {
    const rows = [...readList(path.join(SOURCE, 'symbols/icons.list'), ICON_COLUMNS),
      ...readList(path.join(SOURCE, 'symbols/pictures.list'), PICTURE_COLUMNS)];
    const used = new Set(rows.map((row) => row.source.split(':')[0]));
    assert.ok(used.has('own') && used.size > 2);
    for (const from of [...used, 'plain']) {
      const name = from === 'own' ? 'cairn' : PACKAGES[from];
      const words = isWhole(rowOf(name), `the source ${from}`);
      if (from !== 'own') {
        const folder = made(`npm/node_modules/${name}`);
        const fetched = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
        const info = JSON.parse(fs.readFileSync(path.join(folder, 'info.json'), 'utf8'));
        assert.equal(rowOf(name).version, fetched.version);
        assert.equal(rowOf(name).licence, info.license.spdx);
        assert.ok(words.includes(info.author.name));
        assert.match(words, /Permission/, `${name}: the words of its licence`);
      }
    }
  });

  test('every package of pictures that is locked has a row', () => {
    const lock = JSON.parse(fs.readFileSync(path.join(SOURCE, 'symbols/package-lock.json'), 'utf8'));
    for (const name of Object.keys(lock.packages[''].dependencies)) {
      isWhole(rowOf(name), name);
    }
  });

  test('every font beside the program has a row', () => {
    const fonts = readList(path.join(SOURCE, 'fonts.list'), FONT_COLUMNS);
    const files = fs.readdirSync(made('fonts')).filter((file) => /\.[ot]tf$/.test(file));
    assert.ok(files.length > 10);
    for (const file of files) {
      const font = fonts.find((row) => row.name === file);
      const words = isWhole(rowOf(font.package), file);
      assert.match(words, /Open Font License|CC-BY/, file);
    }
  });

  test('every library that a program is linked with has a row, and no other has', () => {
    const list = readList(path.join(SOURCE, 'libraries.list'), LIBRARY_COLUMNS);
    const needed = new Set();
    for (const name of ['cairn', 'cairn-syncd', 'cairn-hub']) {
      const said = execFileSync('readelf', ['-d', path.join(BUILD, name)], { encoding: 'utf8' });
      for (const [, soname] of said.matchAll(/\(NEEDED\)[^[]*\[([^\]]+)\]/g)) {
        if (!SYSTEM.test(soname)) {
          needed.add(soname);
        }
      }
    }
    assert.ok(needed.size > 10);
    assert.deepEqual(list.map((row) => row.soname).sort(), [...needed].sort());
    list.forEach((row) => isWhole(rowOf(row.package), row.soname));
  });

  test('what the licence is called is read from the package', () => {
    const form = 'Format: 1.0\n\nFiles: *\nCopyright: 1999 A\nLicense: ISC\n\nLicense: ISC\n May ' +
      'be used.\n .\n As is.\n';
    assert.equal(licenceOf(form), 'ISC');
    assert.equal(licenceOf('Files: a.c\nLicense: Zlib\n\nFiles: b.c\nLicense: GPL-2'), 'Zlib');
    assert.equal(licenceOf('It is under the GNU Lesser General Public License.'), 'LGPL');
    assert.equal(licenceOf('It is under the GNU General Public License.'), 'GPL');
    assert.equal(licenceOf('It says nothing.'), '');
    assert.equal(wordsOf('ISC', ['', form]), 'May be used.\n\nAs is.');
    assert.equal(wordsOf('MIT', [form]), '');
  });
});
