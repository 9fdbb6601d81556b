// A picture of a display: the server keeps its pixels in a file (an X window dump), and they are
// written as a PNG, so that whoever looks for a fault sees what the story saw.
import fs from 'node:fs';
import zlib from 'node:zlib';

const HEAD = { size: 0, width: 16, height: 20, bytesPerLine: 48, colours: 76 }; // in the dump
const COLOUR_BYTES = 12;

const sums = Int32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) {
    c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  }
  return c;
});

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  let c = -1;
  body.forEach((byte) => { c = sums[(c ^ byte) & 0xff] ^ (c >>> 8); });
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeInt32BE(~c, body.length + 4);
  return out;
}

// Its colours as #rrggbb, the one that most of it has first.
export function coloursOf(dumpFile, size) {
  const dump = fs.readFileSync(dumpFile);
  const at = (offset) => dump.readUInt32BE(offset);
  const pixels = at(HEAD.size) + at(HEAD.colours) * COLOUR_BYTES;
  const counts = new Map();
  for (let y = 0; y < Math.min(size.height, at(HEAD.height)); y++) {
    for (let x = 0; x < Math.min(size.width, at(HEAD.width)); x++) {
      const colour = dump.readUInt32LE(pixels + y * at(HEAD.bytesPerLine) + x * 4) & 0xffffff;
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])
    .map(([colour]) => `#${colour.toString(16).padStart(6, '0')}`);
}

// The upper left part of it, as large as the window.
export function writePicture(dumpFile, size, file) {
  const dump = fs.readFileSync(dumpFile);
  const at = (offset) => dump.readUInt32BE(offset);
  const [width, height] = [Math.min(size.width, at(HEAD.width)), Math.min(size.height, at(HEAD.height))];
  const pixels = at(HEAD.size) + at(HEAD.colours) * COLOUR_BYTES;
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0, to = 0; y < height; y++) {
    to += 1; // the row's filter: none
    for (let x = 0; x < width; x++, to += 3) {
      const from = pixels + y * at(HEAD.bytesPerLine) + x * 4; // blue, green, red
      rows[to] = dump[from + 2];
      rows[to + 1] = dump[from + 1];
      rows[to + 2] = dump[from];
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8); // eight bits, three colours
  fs.writeFileSync(file, Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head),
    chunk('IDAT', zlib.deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))]));
}
