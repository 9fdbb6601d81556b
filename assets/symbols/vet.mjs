// Whether an SVG is safe to hand to the drawing library of the client.
//
// That library (nanosvg) does not say when it meets what it cannot draw: it draws a clipped shape
// whole, a <use> or <text> not at all, and a file cut short as nothing. A pupil would then see a
// wrong picture and no one would know. So only what is known to be drawn right is let through, and
// anything else stops the build with one sentence that names the file.

const ELEMENTS = new Set(['svg', 'g', 'path', 'circle', 'ellipse', 'rect', 'line', 'polyline',
  'polygon', 'defs', 'linearGradient', 'radialGradient', 'stop', 'title']);
const ATTRIBUTES = new Set(['xmlns', 'viewBox', 'width', 'height', 'id', 'd', 'x', 'y', 'r', 'rx',
  'ry', 'cx', 'cy', 'fx', 'fy', 'x1', 'y1', 'x2', 'y2', 'points', 'transform', 'fill', 'fill-rule',
  'fill-opacity', 'clip-rule', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin',
  'stroke-miterlimit', 'stroke-dasharray', 'stroke-opacity', 'opacity', 'offset', 'stop-color',
  'stop-opacity', 'gradientUnits', 'gradientTransform', 'spreadMethod', 'color']);
const BYTES_MAX = 64 * 1024;

/** Throws an Error of one sentence when text is not an SVG that will be drawn as it should. */
export function vetSvg(name, text, { currentColor = false } = {}) {
  const fault = (why) => new Error(`The picture ${name} can not be used: ${why}.`);
  if (Buffer.byteLength(text) > BYTES_MAX) {
    throw fault(`it is larger than ${BYTES_MAX / 1024} KiB`);
  }
  if (!currentColor && text.includes('currentColor')) {
    throw fault('it leaves its colour open (currentColor), which only an icon may do');
  }
  const { elements, ids, links } = walk(text, fault);
  if (elements[0] !== 'svg') {
    throw fault('its first element is not <svg>');
  }
  if (!/\sviewBox="[-\d. ]+"/.test(text)) {
    throw fault('its <svg> has no viewBox');
  }
  if (!elements.some((e) => !['svg', 'g', 'defs', 'title'].includes(e))) {
    throw fault('it draws nothing');
  }
  for (const id of links) {
    if (!ids.has(id)) {
      throw fault(`it points to #${id}, which is not in it`);
    }
  }
}

/** Walks every tag; returns the elements met, the ids given and the ids pointed to. */
function walk(text, fault) {
  const tag = /<(?:!--[^]*?--|\/([\w:-]+)\s*|([\w:-]+)((?:\s+[\w:-]+\s*=\s*"[^"<]*")*)\s*(\/?))>/y;
  const found = { elements: [], ids: new Set(), links: [] };
  const open = [];
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    if (text.slice(at, next < 0 ? text.length : next).trim() !== '' && open.at(-1) !== 'title') {
      throw fault('it has text outside its elements');
    }
    if (next < 0) {
      break;
    }
    tag.lastIndex = next;
    const met = tag.exec(text);
    if (!met) {
      throw fault(`it can not be read near "${text.slice(next, next + 24).replace(/\s+/g, ' ')}"`);
    }
    at = tag.lastIndex;
    const [, closes, opens, attributes, selfClosing] = met;
    if (closes !== undefined && open.pop() !== closes) {
      throw fault(`</${closes}> closes nothing that is open`);
    }
    if (opens !== undefined) {
      takeElement(opens, attributes, found, fault);
      if (selfClosing === '') {
        open.push(opens);
      }
    }
  }
  if (open.length > 0) {
    throw fault(`<${open.at(-1)}> is never closed, so the file may be cut short`);
  }
  return found;
}

/** Checks one element and its attributes against what is known to be drawn right. */
function takeElement(element, attributes, found, fault) {
  if (!ELEMENTS.has(element)) {
    throw fault(`<${element}> is not drawn by the client`);
  }
  found.elements.push(element);
  for (const [, key, value] of attributes.matchAll(/([\w:-]+)\s*=\s*"([^"]*)"/g)) {
    if (!ATTRIBUTES.has(key)) {
      throw fault(`the attribute ${key} is not drawn by the client`);
    }
    if (key === 'id') {
      found.ids.add(value);
    }
    const link = /url\(\s*#([^)\s]+)\s*\)/.exec(value);
    if (link) {
      found.links.push(link[1]);
    } else if (key !== 'xmlns' && /url\(|:\/\/|&/.test(value)) {
      throw fault(`${key} points outside the file`);
    }
  }
}
