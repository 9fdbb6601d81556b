// Takes the icons and pictures that the lists name out of their npm packages, vets each and our own
// drawings too, and lays them beside the program.
//
//   node pick.mjs --modules node_modules --out build/assets
//
// writes icons/*.svg, pictures/*.svg, the same pictures in one colour as plain/*.svg,
// and pictures/index.json (name, group, word, whether there is a plain one).
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readList, ICON_COLUMNS, PICTURE_COLUMNS } from './lists.mjs';
import { plainOf, withoutWholeClip } from './plain.mjs';
import { vetSvg } from './vet.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
export const PACKAGES = {
  lucide: '@iconify-json/lucide',
  fluent: '@iconify-json/fluent-emoji-flat',
  plain: '@iconify-json/fluent-emoji-high-contrast', // the same pictures, in one colour
};

/** A package's drawings and what is known of where they come from. */
function openSet(modules, name) {
  const folder = path.join(modules, PACKAGES[name]);
  const read = (file) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
  try {
    const { version } = read('package.json');
    return { ...read('icons.json'), info: read('info.json'), version };
  } catch (fault) {
    throw new Error(`The npm package ${PACKAGES[name]} can not be read (${fault.message}); ` +
      'delete the build folder\'s npm folder and build again.');
  }
}

/** The SVG text of one id in a set, as a file of its own. */
function svgFromSet(set, id, source) {
  const icon = set.icons[id] ?? set.icons[set.aliases?.[id]?.parent];
  if (!icon) {
    throw new Error(`The picture ${source} is in a list but not in its npm package.`);
  }
  const width = icon.width ?? set.width ?? 16;
  const height = icon.height ?? set.height ?? 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">` +
    `${icon.body}</svg>\n`;
}

function svgOf(row, sets) {
  const [from, id] = row.source.split(':');
  if (from === 'own') {
    return fs.readFileSync(path.join(HERE, `${id}.svg`), 'utf8');
  }
  if (!sets[from]) {
    throw new Error(`The list entry ${row.name} names an unknown source: ${row.source}.`);
  }
  return svgFromSet(sets[from], id, row.source);
}

/** The same in one colour; null where the set has no such picture. */
function plainSvgOf(row, sets) {
  const [from, id] = row.source.split(':');
  if (from === 'own') {
    return plainOf(svgOf(row, sets));
  }
  return sets.plain.icons[id] || sets.plain.aliases?.[id] ?
    withoutWholeClip(svgFromSet(sets.plain, id, `plain:${id}`)) : null;
}

function writeFolder(folder, rows, svgOfRow, rules) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const row of rows) {
    const svg = svgOfRow(row);
    vetSvg(`${row.name} (${row.source})`, svg, rules);
    fs.writeFileSync(path.join(folder, `${row.name}.svg`), svg);
  }
}

function main() {
  const options = { modules: { type: 'string' }, out: { type: 'string' } };
  const { values } = parseArgs({ options });
  const sets = {};
  for (const name of Object.keys(PACKAGES)) {
    sets[name] = openSet(values.modules, name);
  }
  const icons = readList(path.join(HERE, 'icons.list'), ICON_COLUMNS);
  const pictures = readList(path.join(HERE, 'pictures.list'), PICTURE_COLUMNS);
  const plain = pictures.filter((row) => plainSvgOf(row, sets) !== null);
  writeFolder(path.join(values.out, 'icons'), icons, (row) => svgOf(row, sets),
    { currentColor: true });
  writeFolder(path.join(values.out, 'pictures'), pictures, (row) => svgOf(row, sets), {});
  writeFolder(path.join(values.out, 'plain'), plain, (row) => plainSvgOf(row, sets),
    { currentColor: true });
  const index = pictures.map((row) => {
    const { name, group, word } = row;
    return { name, group, word, plain: plain.includes(row) };
  });
  fs.writeFileSync(path.join(values.out, 'pictures', 'index.json'),
    `${JSON.stringify({ pictures: index }, null, 1)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (fault) {
    process.stderr.write(`${fault.message}\n`);
    process.exitCode = 1;
  }
}
