// Where most tests begin: a served hub with a few pupils, and a tablet that has joined it.
import { Hub } from './hub.mjs';
import { Tablet } from './tablet.mjs';

export async function joined(stage) {
  const hub = new Hub(stage);
  const tablet = new Tablet(stage);
  await hub.make();
  await hub.serve();
  await tablet.enrol(hub);
  return { hub, tablet, cards: tablet.cards() };
}
