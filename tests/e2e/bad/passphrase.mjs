// A wrong passphrase: one sentence, waits that grow and that no restart ends, and nothing lost.
import { equal, holds, play } from '../actors/stage.mjs';
import { act, PASSPHRASE } from '../actors/tablet.mjs';
import { joined } from '../actors/joined.mjs';

const WRONG = 'That passphrase does not open this name. Try again.';
// The button takes a tap again when the wait is over.
const tryOut = (text) => [act.tap('Passphrase'), 'clear', act.type(text), act.tap('Unlock')];
const wrongCount = (tablet) => tablet.rows('SELECT wrong_count FROM slot')[0].wrong_count;

// The seconds that the screen asks to wait.
function waitShown(tablet) {
  const found = /Wait (\d+) seconds, then try again\./.exec(tablet.seen().words);
  holds(found, `the screen says no wait: ${tablet.seen().words}`);
  return Number(found[1]);
}

await play(async (stage) => {
  const { tablet, cards } = await joined(stage);
  const [rec] = await tablet.playUnlocked(act.tap(cards[0]), act.tap('Fleeting'), act.tap('Save'),
    act.expect('Saved on this tablet'), act.tap(cards[1]), act.tap('Established'),
    act.expect('Draft kept'));

  await tablet.play(tryOut('not this one at all'), act.expect(WRONG),
    tryOut('nor this one either'), act.expect(WRONG), tryOut('nor the third one'),
    act.waitFor('then try again.'));
  const first = waitShown(tablet);
  holds(first >= 4 && first <= 5, `after three wrong ones the wait is ${first} s`);

  // A restart ends no wait: the right passphrase is not even tried before its time.
  await tablet.play(tryOut(PASSPHRASE).slice(0, 3), 'key enter', act.expect('then try again.'),
    act.expectNot('Choose several'));
  equal(wrongCount(tablet), 3, 'wrong tries counted');
  await tablet.play(act.waitFor('then try again.'), tryOut('a fourth wrong one'),
    act.waitFor('then try again.'));
  const second = waitShown(tablet);
  holds(second > first && second <= 10, `the wait grew from ${first} s to ${second} s`);
  equal(wrongCount(tablet), 4, 'wrong tries counted');

  tablet.write('UPDATE slot SET wrong_ms = wrong_ms - 60000'); // a minute goes by
  await tablet.play(tryOut(PASSPHRASE), act.until('unlocked'),
    act.expect('Save'), act.expect('Draft kept'));
  holds(tablet.seen().places.some((place) => place.label === 'Established' && place.chosen),
    'the draft lost its choice');
  equal(wrongCount(tablet), 0, 'wrong tries after the right one');
  holds((await tablet.records()).some((one) => one.rec === rec.rec), 'what was saved is not there');
});
