// A thousand random kills of the real processes, and each of them dead at every single write: the long
// forms of tests/battery, counted. What is over a limit here is a change that was lost.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLIENT_KILLS = 100;
const OTHER_KILLS = 900;
const RUNS = [
  ['kills', String(CLIENT_KILLS)],
  ['carry', String(OTHER_KILLS)],
  ['points_client', 'writes'],
  ['points', 'writes'],
];

let lost = 0;
let killed = 0;
for (const [name, ...words] of RUNS) {
  const file = fileURLToPath(new URL(`../battery/${name}.mjs`, import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [file, process.argv[2], ...words],
    { encoding: 'utf8', maxBuffer: 1 << 26 });
  const said = stdout.trim().split('\n');
  const shown = status === 0 ? said.filter((line) => /SEED=|kills|points/.test(line)) : said;
  console.log(shown.map((line) => `    ${name}: ${line}`).join('\n'));
  killed += [...stdout.matchAll(/(\d+) kills/g)].reduce((sum, [, n]) => sum + Number(n), 0);
  lost += status === 0 ? 0 : 1;
}
console.log(`kill: ${killed} random kills, and every write in turn: ${lost} runs lost something `
  + `(limit 0) ${lost === 0 && killed === CLIENT_KILLS + OTHER_KILLS ? 'within' : 'OVER'}`);
process.exit(lost === 0 ? 0 : 1);
