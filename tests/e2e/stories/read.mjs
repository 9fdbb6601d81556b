// Reading a file of stories.
//
// A story begins with `story "its name"`; each line after it is one step, a sentence whose quoted
// texts, numbers and {fields} are what it is about. The sentence without them is the name of the step:
//
//   tap "Sustained" in "Exploration"      is the step `tap ~ in ~`
//   3 seconds pass                        is the step `# seconds pass`
import fs from 'node:fs';
import path from 'node:path';

import { Broken } from '../actors/stage.mjs';

const PART = /"((?:[^"\\]|\\.)*)"|(\{.*\})|(?<![\w-])(\d+(?:\.\d+)?)(?![\w-])|([^\s"{]+)/g;

function readStep(line) {
  const name = [];
  const about = [];
  for (const [, text, fields, number, word] of line.matchAll(PART)) {
    if (text !== undefined) {
      name.push('~');
      about.push(text.replace(/\\(.)/g, '$1'));
    } else if (fields !== undefined) {
      name.push('{}');
      about.push(JSON.parse(fields));
    } else if (number !== undefined) {
      name.push('#');
      about.push(Number(number));
    } else {
      name.push(word);
    }
  }
  return { name: name.join(' '), about };
}

export function readStories(file, steps) {
  const stories = [];
  fs.readFileSync(file, 'utf8').split('\n').forEach((whole, i) => {
    const line = whole.trim();
    if (line === '' || line.startsWith('#')) {
      return;
    }
    const place = `${path.basename(file)}:${i + 1}`;
    const { name, about } = readStep(line);
    if (name === 'story ~') {
      stories.push({ name: about[0], place, steps: [] });
    } else if (stories.length === 0 || steps[name] === undefined) {
      throw new Broken(`${place}: “${line}” is no step that a story can take (${name})`);
    } else {
      stories.at(-1).steps.push({ name, about, place, line });
    }
  });
  return stories;
}
