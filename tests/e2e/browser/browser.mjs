// Starts dashboard_stand (a dashboard of a made-up school, no hub behind it), and has it checked.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { checkToday } from './today.mjs';

const text = { type: 'string' };
const { values } = parseArgs({ options: { stand: text, assets: text, shots: text } });

// The stand ends when its standard input does: with us, however we end.
const stand = spawn(values.stand, [values.assets], { stdio: ['pipe', 'pipe', 'inherit'] });
const ended = once(stand, 'exit');
const [line] = await once(createInterface({ input: stand.stdout }), 'line');
const url = line.replace('listening on ', '');

const failed = await checkToday({ url, user: 'head', passphrase: 'three calm stones',
  shots: values.shots });
stand.stdin.end();
const [status] = await ended;
if (status !== 0) {
  console.log(`FAILED  the stand ended with ${status}`);
}
process.exit(failed === 0 && status === 0 ? 0 : 1);
