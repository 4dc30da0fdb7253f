import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random';
import { createDecoder } from '../../src/keys/decoder';
import { keyId } from '../../src/keys/key';
import type { Base } from '../../src/store/base';
import { paintPicture } from '../../src/ui/picture';
import { Desk, viewOf } from '../contract/desk';
import { openClient } from '../contract/reach';
import { Bases, undone } from '../contract/world';
import { seedFrom } from '../lib/seed';

/** A megabyte of any bytes through the decoder, and a part of it through the desk too. */
const MEGABYTES = process.env.AKTI_FULL ? 10 : 1;
const DESK_BYTES = (process.env.AKTI_FULL ? 1024 : 32) * 1024;
/** Bytes before the hands begin anew, and those that come in one read. */
const PIECE = 2048;
const READ = 64;
const SEED = seedFrom(20_061_208);
const CHUNK = 1024;

let bases: Bases;
let base: Base;
beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});
afterAll(() => bases.remove());

describe(`random bytes (seed ${SEED})`, () => {
  it(`${MEGABYTES} MB give keys and text, and no character that is none`, () => {
    const random = seededRandom(SEED);
    const decoder = createDecoder();
    const odd: string[] = [];
    let keys = 0;
    for (let left = MEGABYTES * 1024; left > 0; left -= 1) {
      const given = decoder.feed(random.bytes(CHUNK));
      if (random.int(4) === 0 && decoder.pending()) given.push(...decoder.timeout());
      if (random.int(40) === 0) given.push(...decoder.endPaste());
      for (const key of given) {
        keys += 1;
        const text = key.kind === 'named' ? '' : key.text;
        if (/[^\P{Cc}\n\t]|[\p{Cf}\p{Co}\p{Cs}\ufffd]/u.test(text)) odd.push(keyId(key));
      }
    }
    expect(odd).toEqual([]);
    expect(keys).toBeGreaterThan(MEGABYTES * 100_000);
  });

  it(`${DESK_BYTES / 1024} kB neither break the desk nor put into a field what is no text`, () => {
    const random = seededRandom(SEED + 1);
    const faults: string[] = [];
    for (let piece = 0; piece < DESK_BYTES / PIECE; piece += 1) {
      undone(base, () => {
        const decoder = createDecoder();
        // In the memo of a form each time: bytes soon lock the screen, or go elsewhere.
        const desk = openClient(new Desk(base)).keys('F5').type('as');
        desk.keys('Tab', 'Tab', 'Tab').type('kr').keys('Tab', 'Tab');
        for (let left = PIECE; left > 0; left -= READ) {
          desk.press(...decoder.feed(random.bytes(READ)));
          if (random.int(3) === 0) desk.press(...decoder.timeout());
        }
        const screen = paintPicture(viewOf(desk.env, desk.state)).text().join('');
        const kept = JSON.stringify([desk.state.entries, desk.state.behind]);
        if (/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(screen)) faults.push(`${piece}: ${screen}`);
        if (/\\u00[01]|\\u007f|\ufffd/.test(kept)) faults.push(`${piece}: ${kept}`);
      });
    }
    expect(faults).toEqual([]);
  }, 600_000);
});
