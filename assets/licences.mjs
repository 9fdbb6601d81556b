// Whose the pictures, letters and libraries are, and under which licence: from what their packages
// themselves say, so that a new package or a new version is never shown under old words.
//
//   node licences.mjs --modules node_modules --doc /usr/share/doc --out build/assets
//
// writes licences.json (what the program lists under About), licences/NAME.txt (the words of each)
// and licences.txt, the list in one file.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readList, FONT_COLUMNS, LIBRARY_COLUMNS } from './symbols/lists.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
// Where the words of a licence may stand under another name.
const ALSO = { MIT: ['MIT', 'Expat'], ISC: ['ISC'] };
const PHRASES = [
  [/Lesser General Public|Library General Public|LGPL/, 'LGPL'],
  [/Mozilla Public License/, 'MPL'],
  [/(?<!Lesser |Library )General Public License/, 'GPL'],
];

function copyrightOf(docs, name) {
  const file = docs.map((doc) => path.join(doc, name, 'copyright')).find((f) => fs.existsSync(f));
  return file ? fs.readFileSync(file, 'utf8') : null;
}

function versionOf(name) {
  try {
    return execFileSync('dpkg-query', ['-W', '-f=${Version}', name],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}

/** What a Debian copyright file calls the licence of the whole, or of the files that it names first;
 *  where it has no form: by phrases. */
export function licenceOf(text) {
  for (const files of [/^Files:\s+\*/m, /^Files:/m]) {
    for (const stanza of text.split(/\n\s*\n/)) {
      const found = files.test(stanza) && /^License:[ \t]+(\S.*)$/m.exec(stanza);
      if (found) {
        return found[1].trim();
      }
    }
  }
  return PHRASES.filter(([phrase]) => phrase.test(text)).map(([, name]) => name).join(', ');
}

/** The words of a licence, from a stanza of its own in any of the texts. */
export function wordsOf(spdx, texts) {
  for (const text of texts) {
    for (const name of ALSO[spdx] ?? [spdx]) {
      const found = new RegExp(`^License: ${name}\\n((?: .*\\n)+)`, 'm').exec(`${text}\n`);
      if (found) {
        return found[1].replace(/^ \.?[ \t]*/gm, '').trim();
      }
    }
  }
  return '';
}

/** One row a font package, in the order of the list. */
function fonts(docs) {
  const rows = readList(path.join(HERE, 'fonts.list'), FONT_COLUMNS);
  return [...new Set(rows.map((row) => row.package))].map((name) => ({
    group: 'letters', name: familyOf(rows.filter((row) => row.package === name)), package: name,
    licence: rows.find((row) => row.package === name).licence, words: copyrightOf(docs, name),
  }));
}

function familyOf(rows) {
  const families = rows.map((row) => row.name.replace(/-.*|\.\w+$/, ''));
  const first = families[0];
  const same = families.every((family) => family === first);
  return (same ? first : 'Noto').replace(/([a-z])([A-Z])/g, '$1 $2');
}

function libraries(docs) {
  return readList(path.join(HERE, 'libraries.list'), LIBRARY_COLUMNS).map((row) => ({
    group: 'libraries', name: row.name, package: row.package,
    words: copyrightOf(docs, row.package),
  })).filter((row) => row.words !== null).map((row) => ({ ...row, licence: licenceOf(row.words) }));
}

/** The picture sets are what package.json depends on. */
function pictures(modules, texts) {
  const wanted = JSON.parse(fs.readFileSync(path.join(HERE, 'symbols', 'package.json'), 'utf8'));
  return Object.keys(wanted.dependencies).map((name) => {
    const read = (file) => JSON.parse(fs.readFileSync(path.join(modules, name, file), 'utf8'));
    const info = read('info.json');
    const terms = wordsOf(info.license.spdx, texts);
    return {
      group: 'pictures', name: info.name, package: name, version: read('package.json').version,
      licence: info.license.spdx,
      words: `${info.name}, by ${info.author.name} (${info.author.url}).\n` +
        `Licence: ${info.license.title}. ${info.license.url}\n\n${terms}\n`,
    };
  });
}

function own() {
  return {
    group: 'pictures', name: 'Faces and other drawings of Cairn', package: 'cairn', version: '',
    licence: 'GPL-3.0-or-later',
    words: 'Drawn for this program, and under its own licence: the GNU General Public License, ' +
      'version 3 or later.\n',
  };
}

function main() {
  const options = {
    modules: { type: 'string' }, doc: { type: 'string', multiple: true }, out: { type: 'string' },
  };
  const { values } = parseArgs({ options });
  const debian = [...fonts(values.doc), ...libraries(values.doc)]
    .map((row) => ({ ...row, version: versionOf(row.package), words: row.words ?? '' }));
  const rows = [own(), ...pictures(values.modules, debian.map((row) => row.words)), ...debian];
  const folder = path.join(values.out, 'licences');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const list = rows.map((row) => {
    const text = `licences/${row.package.replace(/[^a-z0-9.-]+/gi, '-').replace(/^-/, '')}.txt`;
    fs.writeFileSync(path.join(values.out, text), row.words.replace(/\r|\t/g, ' '));
    return { group: row.group, name: row.name, package: row.package, version: row.version,
      licence: row.licence, text };
  });
  fs.writeFileSync(path.join(values.out, 'licences.json'),
    `${JSON.stringify({ licences: list }, null, 1)}\n`);
  fs.writeFileSync(path.join(values.out, 'licences.txt'), list.map((row) =>
    `${row.name} | ${row.package} ${row.version} | ${row.licence} | ${row.text}\n`).join(''));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (fault) {
    process.stderr.write(`${fault.message}\n`);
    process.exitCode = 1;
  }
}
