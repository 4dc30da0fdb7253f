import { afterAll, beforeAll, expect, test } from 'vitest';
import { castOf } from '../../src/lessons/cast';
import { pageOf } from '../../src/lessons/page';
import { transcriptOf } from '../../src/lessons/transcript';
import { b1 } from '../flows/b1';
import { playInAsciinema } from '../lib/asciinema';
import { addressesIn } from '../lib/page-addresses';
import { shippedPageParts } from '../lib/page-parts';
import { type RecordedRun, recordFlow } from '../lib/recorded';
import { makeWorld } from '../lib/world';
import { SHIPPED } from '../words/data-words';

const world = makeWorld();
const STEPS = 5;
let run: RecordedRun;
beforeAll(async () => {
  run = await recordFlow(world, b1(), STEPS);
});
afterAll(() => world.remove());

test('the asciinema player reads the cast, and its last frame is the last screen', async () => {
  const played = await playInAsciinema(castOf(run.recording));
  expect(played.rows).toEqual(run.last);
  expect(played.size).toEqual({ cols: 80, rows: 24 });
  const captions = run.recording.events.flatMap((one) => (one.kind === 'step' ? one.caption : []));
  expect(played.markers).toEqual(captions);
  expect(captions).toHaveLength(STEPS);
  expect(played.duration).toBeCloseTo((run.recording.events.at(-1)?.at ?? 0) / 1000, 2);
});

test('the transcript says every step, its keys and what came by it, and orders no terminal', () => {
  const text = transcriptOf(run.recording, SHIPPED.fi.words);
  expect(text).toMatch(/^B1: koko asiakkuus\n\nTavoite: Kirjaa vireillepano\.\n\nAluksi/);
  expect(text).toContain('1. 1 client\nNäppäimet: "1212", Enter\nNäytölle tuli:\n');
  expect(text).toContain('\n  Henkilö 121255-TP1X Testi, Isä\n');
  const last = text.split('\n\n').at(-1);
  expect(last).toMatch(/^5\. .*\nNäppäimet: .*\nN/);
  expect(text).toMatch(/3\. .*\nNäppäimet: "as", Tab\n[\s\S]*AS \/ Aikuissosiaalityön tarve\n/);
  expect(text).not.toMatch(/[^\P{C}\n]|[\u2500-\u257f]|‹/u);
});

test('the page has every step with its screen as text, and names no address', () => {
  const page = pageOf(run.recording, SHIPPED.fi.words, shippedPageParts());
  expect(addressesIn(page)).toEqual([]);
  const screens = [
    ...page.matchAll(/<pre class="screen" role="group" aria-label="Näyttö [^>]*>([^<]*)<\/pre>/g),
  ];
  expect(screens).toHaveLength(STEPS + 1);
  const rows = screens
    .at(-1)?.[1]
    ?.split('\n')
    .map((row) => row.replaceAll('&quot;', '"'));
  expect(rows).toEqual(run.last);
  const [, json = ''] = /id="film">([\s\S]*?)<\/script>/.exec(page) ?? [];
  const film = JSON.parse(json);
  expect(film.steps).toHaveLength(STEPS + 1);
  // Attributes are there: a span that is not plain is a pair of text and style number.
  const packed = film.frames as [number, number, string, unknown, [number, unknown[]][]][];
  const spans = packed.flatMap(([, , , , rows]) => rows.flatMap(([, line]) => line));
  expect(spans.filter((span) => Array.isArray(span)).length).toBeGreaterThan(STEPS);
});
