// How a list file is read: one thing a line, its columns parted by "|", "#" opens a comment line.
import fs from 'node:fs';
import path from 'node:path';

/** The rows of a list file as objects with these column names; a fault names file and line. */
export function readList(file, columns) {
  const rows = [];
  const seen = new Set();
  fs.readFileSync(file, 'utf8').split('\n').forEach((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) {
      return;
    }
    const where = `${path.basename(file)} line ${index + 1}`;
    const cells = line.split('|').map((cell) => cell.trim());
    if (cells.length !== columns.length || cells.includes('')) {
      throw new Error(`${where} should have ${columns.length} columns: ${columns.join(' | ')}.`);
    }
    if (seen.has(cells[0])) {
      throw new Error(`${where} names ${cells[0]} a second time.`);
    }
    seen.add(cells[0]);
    rows.push(Object.fromEntries(columns.map((column, i) => [column, cells[i]])));
  });
  return rows;
}

export const ICON_COLUMNS = ['name', 'source', 'word'];
export const PICTURE_COLUMNS = ['name', 'group', 'source', 'word'];
export const LIBRARY_COLUMNS = ['soname', 'name', 'package'];
export const FONT_COLUMNS = ['name', 'path', 'package', 'licence'];
