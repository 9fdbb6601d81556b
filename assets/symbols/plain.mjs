// Our own drawings in one colour: black is what is drawn, white is paper.
//
// The client draws such a picture in the colour of the words, so that it is as readable in yellow
// on black as in black on white. A shape keeps its place in the order, so what lies in front still
// covers what lies behind; a shade that only warms (a cheek) goes, and so does the light in an eye
// where it would be smaller than a line.

const INK = '#000000';
const PAPER = '#ffffff';
const LINE = 4.6;     // in the 128 units of our drawings, for a shape that had no outline
const LEAST = 4.6;   // no line thinner than this
const DARK = 0.12;   // luminance below which a filled shape is ink
const FAINT = 0.5;   // opacity below which a shape only shades

function attributesOf(tag) {
  return Object.fromEntries([...tag.matchAll(/([a-z-]+)="([^"]*)"/g)].map((m) => [m[1], m[2]]));
}

/** WCAG's relative luminance of #rrggbb; a gradient counts as light. */
function luminance(colour) {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour);
  if (!hex) {
    return 1;
  }
  const [r, g, b] = [0, 2, 4].map((i) => {
    const c = parseInt(hex[1].slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** What a shape is filled and outlined with; null when it is left out. */
function inkOf(has) {
  const { fill = INK, stroke = 'none' } = has;
  const width = Math.max(Number(has['stroke-width'] ?? 1), LEAST);
  if (Number(has['fill-opacity'] ?? 1) < FAINT || Number(has.opacity ?? 1) < FAINT) {
    return null;
  }
  if (fill === 'none') {
    return { fill: 'none', stroke: INK, 'stroke-width': width };
  }
  if (stroke !== 'none' && stroke === fill) {
    return { fill: INK, stroke: INK, 'stroke-width': width };
  }
  if (luminance(fill) < DARK) {
    return { fill: INK };
  }
  if (luminance(fill) > 0.95 && stroke === 'none') {
    return { fill: PAPER };
  }
  return { fill: PAPER, stroke: INK, 'stroke-width': stroke === 'none' ? LINE : width };
}

const DROPPED = new Set(['fill', 'stroke', 'stroke-width', 'fill-opacity', 'stroke-opacity',
  'opacity']);

function redraw(tag, name) {
  const has = attributesOf(tag);
  const ink = inkOf(has);
  if (ink === null) {
    return '';
  }
  const kept = Object.entries(has).filter(([key]) => !DROPPED.has(key));
  const all = [...kept, ...Object.entries(ink)].map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${all.join('')}/>`;
}

/** Without the clip that is the whole of a drawing of 32 by 32: it cuts nothing. */
export function withoutWholeClip(svg) {
  const clip = /<defs><clipPath id="([^"]+)"><path[^>]* d="M0 0h32v32H0z"\/><\/clipPath><\/defs>/;
  const found = clip.exec(svg);
  return found ? svg.replace(found[0], '').replaceAll(` clip-path="url(#${found[1]})"`, '') : svg;
}

/** The SVG text of one of our own drawings, in ink and paper. */
export function plainOf(svg) {
  return svg.replace(/<defs>[^]*?<\/defs>/g, '')
    .replace(/<(path|circle|ellipse|rect|line|polyline|polygon)\b[^>]*\/>/g, redraw);
}
