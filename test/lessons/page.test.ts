import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { filmOf, LONGEST_WAIT_MS } from '../../src/lessons/film';
import { pageOf } from '../../src/lessons/page';
import type { RecordedEvent, Recording } from '../../src/lessons/recording';
import { addressesIn } from '../lib/page-addresses';
import { shippedPageParts } from '../lib/page-parts';
import { SHIPPED } from '../words/data-words';

const recordingOf = (events: RecordedEvent[], more: Partial<Recording> = {}): Recording => ({
  title: 'T',
  lang: 'en',
  cols: 10,
  rows: 2,
  term: 'xterm',
  ...more,
  events,
});
const pageWith = (events: RecordedEvent[], more: Partial<Recording> = {}) =>
  pageOf(recordingOf(events, more), SHIPPED.en.words, shippedPageParts());

const bold = { bold: true };
const EVENTS: RecordedEvent[] = [
  { at: 0, kind: 'cells', lines: [[{ text: 'ab' }], []], cursor: { x: 0, y: 0 } },
  { at: 10, kind: 'step', step: 1, caption: 'Type c' },
  { at: 20, kind: 'keys', names: 'c', bytes: 'c' },
  {
    at: 60_020,
    kind: 'cells',
    lines: [[{ text: 'ab' }], [{ text: 'c', style: bold }]],
    cursor: null,
  },
  { at: 60_021, kind: 'screen', rows: ['other'] },
  { at: 60_030, kind: 'cells', lines: [[{ text: 'ab' }], [{ text: 'd' }]], cursor: null },
];

test('a film holds what changed: keys, rows and the cursor, and no long wait', () => {
  const { frames, ends } = filmOf(recordingOf(EVENTS));
  const wait = 20 + LONGEST_WAIT_MS;
  expect(frames).toEqual([
    { at: 0, step: 0, keys: '', rows: [[0, [{ text: 'ab' }]]], cursor: { x: 0, y: 0 } },
    { at: 10, step: 1, keys: '', rows: [], cursor: { x: 0, y: 0 } },
    { at: 20, step: 1, keys: 'c', rows: [], cursor: { x: 0, y: 0 } },
    { at: wait, step: 1, keys: '', rows: [[1, [{ text: 'c', style: bold }]]], cursor: null },
    { at: wait + 10, step: 1, keys: '', rows: [[1, [{ text: 'd' }]]], cursor: null },
  ]);
  expect(ends).toEqual([0, 4]);
});

test('the screen the first step begins on is seen before it', () => {
  const cells = (at: number, text: string): RecordedEvent => ({
    at,
    kind: 'cells',
    lines: [[{ text }]],
    cursor: null,
  });
  const key: RecordedEvent = { at: 7, kind: 'keys', names: 'a', bytes: 'a' };
  const step: RecordedEvent = { at: 1, kind: 'step', step: 1, caption: 'one' };
  const shown = filmOf(recordingOf([step, cells(5, 'start'), key, cells(8, 'a')]));
  expect(shown.frames.map((one) => [one.step, one.rows.length])).toEqual([
    [0, 1],
    [1, 0],
    [1, 0],
    [1, 1],
  ]);
  expect(shown.ends).toEqual([0, 3]);
  const late = filmOf(recordingOf([step, key, cells(8, 'a')]));
  expect(late.ends).toEqual([-1, 2]);
});

test('without cells the rows told of are what is seen', () => {
  const rows = (text: string): RecordedEvent => ({ at: 1, kind: 'screen', rows: [text] });
  const { frames } = filmOf(recordingOf([rows('a '), rows('a'), rows('b')]));
  expect(frames.map((one) => one.rows)).toEqual([[[0, [{ text: 'a' }]]], [[0, [{ text: 'b' }]]]]);
});

describe('the page', () => {
  test('holds every caption, the keys and the screen as text that needs no script', () => {
    const page = pageWith(EVENTS, { goal: 'Do it', screenLang: 'fi' });
    const [, list = ''] = page.split('<section id="steps">');
    expect(page).toContain('<p>Goal: Do it</p>');
    expect(list).toContain('<li value="1"><p class="caption">Type c</p>');
    expect(list).toContain('<p class="keys">Keys: &quot;c&quot;</p>');
    expect(list).toMatch(
      /<pre class="screen" lang="fi" role="group" aria-label="[^"]+">other<\/pre>/,
    );
    expect(page).toMatch(/<section id="player" aria-label="Player" hidden>/);
    expect(page).toMatch(/<p id="caption" aria-live="polite"/);
    expect(page).not.toContain('‹');
  });

  test('lets its own style and script act by their hashes, and no address be asked', () => {
    const page = pageWith(EVENTS);
    const hashOf = (element: string) => {
      const inner = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(inner).digest('base64')}'`;
    };
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hashOf('style')}`,
      `script-src ${hashOf('script')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(addressesIn(page)).toEqual([]);
  });

  test('shows what looks like a part of a page as text', () => {
    const evil = '</script><img src=x onerror=alert(1)>\u202e&amp;';
    const events: RecordedEvent[] = [
      { at: 0, kind: 'step', step: 1, caption: evil },
      { at: 1, kind: 'keys', names: '<', bytes: '<' },
      { at: 2, kind: 'screen', rows: [evil, '"http://example.org"'] },
    ];
    const page = pageWith(events, { title: evil, goal: evil, lang: '"><b' });
    expect(addressesIn(page)).toEqual([]);
    expect(page).not.toContain('<img');
    expect(page).not.toContain('\u202e');
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    const [, json = ''] = /id="film">([\s\S]*?)<\/script>/.exec(page) ?? [];
    expect(JSON.parse(json).steps[1].caption).toBe(evil.replace('\u202e', ' '));
  });

  test('of a run in which nothing was seen is a page all the same', () => {
    expect(addressesIn(pageWith([]))).toEqual([]);
  });
});

test.each([
  '<img alt="" src="x.png">',
  '<p style="color: red">',
  '<a href="https://example.org">there</a>',
  '<p onclick="go()">',
  '<link rel="stylesheet" href="a.css">',
  '<style>@import "a.css";</style>',
  '<style>p { background: url(a.png) }</style>',
  '<script>fetch("a")</script>',
  '<script>new Image().src = "a"</script>',
  '<meta http-equiv="refresh" content="0; url=a">',
])('a way out is found in %s', (html) => {
  expect(addressesIn(`<p>text</p>${html}`)).not.toEqual([]);
});
