import { copyFileSync } from 'node:fs';
import type { World } from '../test/lib/world';
import { aktiContestant } from './akti';
import { type KeyTimes, type Pace, timeTabs, timeTyping } from './latency';
import { tooUneven } from './machine';
import { type Contestant, findPeers } from './peers';
import { median, quantile, type Row, rowOf, say } from './row';
import { tellWays, watched, writeDown } from './watch';

/** Rows about typing: our times beside each peer's, then what the peers send. */
function typingRows(times: readonly KeyTimes[], judged: boolean): Row[] {
  const of = (name: string) => times.find((one) => one.name === name);
  const middle = (name: string) => median(of(name)?.latencies ?? []);
  const tail = (name: string) => quantile(of(name)?.latencies ?? [], 0.99);
  const peers = times.filter((one) => one.name !== 'akti');
  const key = { unit: 'ms', value: middle('akti'), judged };
  const against = (name: string, value: number | undefined) => ({ name, value });
  return [
    rowOf({ name: 'key to bytes', ...key, peer: against('nano', middle('nano')), budget: 3 }),
    rowOf({ name: 'key to bytes', ...key, peer: against('echo', middle('echo')), goal: 1.3 }),
    rowOf({
      name: 'key to bytes, 99 %',
      unit: 'ms',
      value: tail('akti'),
      peer: against('echo', tail('echo')),
      budget: 3,
      goal: 1.5,
      judged,
    }),
    ...peers.flatMap((one) => [
      rowOf({ name: `key to bytes: ${one.name}`, unit: 'ms', value: median(one.latencies) }),
      rowOf({ name: `key to bytes, 99 %: ${one.name}`, unit: 'ms', value: tail(one.name) }),
      rowOf({
        name: `bytes per typed character: ${one.name}`,
        unit: 'B',
        value: median(one.bytes),
      }),
    ]),
  ];
}

function tabRows(times: readonly KeyTimes[], judged: boolean): Row[] {
  const akti = times.find((one) => one.name === 'akti');
  const ink = times.find((one) => one.name === 'plain Ink');
  const value = median(akti?.latencies ?? []);
  const peer = { name: 'plain Ink', value: median(ink?.latencies ?? []) };
  return [
    rowOf({ name: 'Tab to bytes', unit: 'ms', value, peer, judged }),
    rowOf({ name: 'bytes per Tab: plain Ink', unit: 'B', value: median(ink?.bytes ?? []) }),
  ];
}

/** The client on a copy of the base: a draft that is left must not be resumed by the next run. */
function akti(world: World, name: string): Contestant {
  const base = world.file(`${name}.akti`);
  copyFileSync(world.base, base);
  return aktiContestant({ ...world, base });
}

/** Typing and going from field to field, in the client and its peers by turns. */
export async function keyRows(world: World, quiet: boolean, pace: Pace): Promise<Row[]> {
  const peers = await findPeers();
  for (const name of peers.missing) say(`${name}: not installed`);
  try {
    const { contestants } = peers;
    const typed = watched([akti(world, 'typing'), ...contestants], world);
    const typing = await timeTyping(typed, world, pace, {
      end: (terminals) => writeDown(typed, terminals, world),
    });
    tellWays(typing, world);
    const echo = typing.find((one) => one.name === 'echo');
    const uneven = tooUneven(quantile(echo?.latencies ?? [], 0.99));
    if (uneven) say(`times of keys not judged: ${uneven}`);
    for (const one of typing) if (one.silent > 0) say(`${one.name}: ${one.silent} keys, no answer`);
    const judged = quiet && !uneven;
    const tabs = await timeTabs([akti(world, 'fields'), ...contestants], world, pace);
    return [...typingRows(typing, judged), ...tabRows(tabs, judged)];
  } finally {
    peers.remove();
  }
}
