// words — what a translator starts from: every string that a person reads on the tablet, as the
// JSON file that assets/words/<language>.json is to be. Words have names (client/screen/words.def).
// A fault's sentence is its own name, so it is looked for where it is born: in each FAIL that a
// tablet can come to, with {1}, {2} … where the format quotes something.
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

const FOLDERS = ['client', 'shared', 'syncd/agent'];
const SKIPPED = /sql_pg_|\/script|client\/main\.c|client\/places\.c/; // of no tablet, or not on its screen
const CALL = /\bFAIL\(\s*[\w>.-]+,\s*((?:(?:"(?:[^"\\]|\\.)*"|PRI\w+)\s*)+)[,)]/g;
const LEAST_LETTERS = 8; // a format of fewer is only a frame for another sentence

const text = (literals) =>
    [...literals.matchAll(/"((?:[^"\\]|\\.)*)"|PRI\w+/g)]
        .map(([whole, inner]) => (inner === undefined ? whole : JSON.parse(`"${inner}"`)))
        .join('');

function sentence(format) {
    let mark = 0;
    return format
        .replace(/%(?:[-+ 0#]*[\d.*]*(?:hh|ll|[hlzjt])?[a-zA-Z]|PRI\w+)|%%/g, (found) =>
            found === '%%' ? '%' : `{${++mark}}`)
        .trim();
}

function words() {
    const def = readFileSync('client/screen/words.def', 'utf8');
    return [...def.matchAll(/^WORD\((\w+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)/gm)]
        .map(([, name, literals]) => [name, text(literals)]);
}

function sentences() {
    const listed = execFileSync('git', ['ls-files', ...FOLDERS], { encoding: 'utf8' }).split('\n');
    const found = new Set();
    for (const file of listed) {
        if (!file.endsWith('.c') || SKIPPED.test(file)) continue;
        const source = readFileSync(file, 'utf8');
        const calls = [...source.matchAll(CALL)];
        if (calls.length !== source.match(/\bFAIL\(/g)?.length && /\bFAIL\(/.test(source)) {
            throw new Error(`${file}: a FAIL has no sentence that could be found`);
        }
        for (const [, literals] of calls) found.add(sentence(text(literals)));
    }
    const fallbacks = readFileSync('shared/base/status.def', 'utf8').matchAll(/^STATUS\(\w+,\s*("[^"]*")/gm);
    for (const [, literal] of fallbacks) found.add(text(literal));
    return [...found]
        .filter((s) => s.includes(' ') && s.replace(/\{\d\}/g, '').match(/\p{L}/gu)?.length >= LEAST_LETTERS)
        .sort().map((s) => [s, s]);
}

process.stdout.write(`${JSON.stringify(Object.fromEntries([...words(), ...sentences()]), null, 1)}\n`);
