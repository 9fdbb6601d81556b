// JSON as the protocol page compares it: 1 and 1.0 are two values, the order of an object's keys is
// none. JavaScript's own reader cannot tell the first apart, so numbers are read here: a whole
// number becomes a BigInt, any other a Number, an object a Map.

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/ys;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const WORDS = [['true', true], ['false', false], ['null', null]];

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) {
      this.at = pattern.lastIndex;
    }
    return found;
  }

  mark(character) {
    this.take(SPACE);
    if (this.text[this.at] !== character) {
      return false;
    }
    this.at++;
    return true;
  }

  need(character) {
    if (!this.mark(character)) {
      throw new Error(`no JSON: ${character} is missing at ${this.at}`);
    }
  }

  string() {
    this.take(SPACE);
    const found = this.take(STRING);
    if (!found) {
      throw new Error(`no JSON: a string is missing at ${this.at}`);
    }
    return JSON.parse(found[0]);
  }

  object() {
    const map = new Map();
    if (this.mark('}')) {
      return map;
    }
    do {
      const key = this.string();
      this.need(':');
      map.set(key, this.value());
    } while (this.mark(','));
    this.need('}');
    return map;
  }

  array() {
    const list = [];
    if (this.mark(']')) {
      return list;
    }
    do {
      list.push(this.value());
    } while (this.mark(','));
    this.need(']');
    return list;
  }

  value() {
    if (this.mark('{')) {
      return this.object();
    }
    if (this.mark('[')) {
      return this.array();
    }
    if (this.text[this.at] === '"') {
      return this.string();
    }
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const number = this.take(NUMBER);
    if (!number) {
      throw new Error(`no JSON: nothing known at ${this.at}`);
    }
    return number[1] || number[2] ? Number(number[0]) : BigInt(number[0]);
  }
}

export function readValue(text) {
  const reader = new Reader(text);
  const value = reader.value();
  reader.take(SPACE);
  if (reader.at !== text.length) {
    throw new Error(`no JSON: more follows at ${reader.at}`);
  }
  return value;
}

const inOrder = (a, b) => (a < b ? -1 : Number(a > b));

// One text per value: equal texts are equal values, and no others are.
export function canon(value) {
  if (typeof value === 'bigint') {
    return `${value}`;
  }
  if (typeof value === 'number') {
    return `${value}r`;
  }
  if (Array.isArray(value)) {
    return `[${value.map(canon).join(',')}]`;
  }
  if (value instanceof Map) {
    const keys = [...value.keys()].sort(inOrder);
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canon(value.get(key))}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

export const same = (a, b) => canon(a) === canon(b);
export { inOrder };
