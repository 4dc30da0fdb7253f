import { createHash } from 'node:crypto';
import type { Words } from '../words/words';
import { withoutControls } from './cells';
import { type Film, filmOf } from './film';
import { type PackedSpan, packLine } from './packed-line';
import type { Recording } from './recording';
import { type ToldStep, toldSteps } from './told-steps';

/** The parts of the page that are files: `data/page/page.css` and `data/page/page.js`. */
export interface PageParts {
  readonly style: string;
  readonly script: string;
}

/** What the script of the page reads from its element `film`. */
interface PackedFilm {
  readonly rows: number;
  /** Milliseconds, step, key, cursor as `[x, y]`, and the changed rows. */
  readonly frames: readonly [
    at: number,
    step: number,
    key: string,
    cursor: readonly [number, number] | null,
    rows: readonly (readonly [y: number, spans: readonly PackedSpan[]])[],
  ][];
  readonly steps: readonly { caption: string; label: string; end: number }[];
}

const SPEEDS = ['0.5', '1', '2', '4'] as const;

/**
 * A recording as one HTML page that needs nothing but itself: a player, and below it every step as
 * text with the screen after it, which is there without a script too. Its policy lets no address be
 * asked, and no style or script act but its own two.
 * @param words in the language of the recording
 */
export function pageOf(recording: Recording, words: Words, parts: PageParts): string {
  const film = filmOf(recording);
  const style = `:root { --cols: ${film.cols}; }\n${parts.style}`;
  const told = toldSteps(recording);
  const title = escaped(recording.title);
  const { goal } = recording;
  const said = goal ? `<p>${escaped(words.t('lesson.text.goal', { goal }))}</p>\n` : '';
  return `<!DOCTYPE html>
<html lang="${escaped(recording.lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style, parts.script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${said}${playerOf(recording, words)}
${stepsOf(recording, told, words)}
<p class="note">${escaped(words.t('lesson.page.note'))}</p>
</main>
<script type="application/json" id="film">${jsonOf(packed(film, told, recording, words))}</script>
<script>${parts.script}</script>
</body>
</html>
`;
}

function policyOf(style: string, script: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const own = `style-src ${hash(style)}; script-src ${hash(script)}`;
  return `default-src 'none'; ${own}; base-uri 'none'; form-action 'none'`;
}

/** The player; the script shows it. */
function playerOf({ screenLang }: Recording, words: Words): string {
  const t = (key: string) => escaped(words.t(`lesson.page.${key}`));
  const speeds = SPEEDS.map((speed) => {
    const chosen = speed === '1' ? ' selected' : '';
    return `<option value="${speed}"${chosen}>${speed}×</option>`;
  });
  const reached = `role="group" tabindex="0" aria-label="${t('screen')}"`;
  const named = `data-play="${t('play')}" data-pause="${t('pause')}"`;
  return `<section id="player" aria-label="${t('player')}" hidden>
<p id="caption" aria-live="polite" aria-atomic="true"></p>
<pre id="screen" class="screen"${langOf(screenLang)} ${reached}></pre>
<p id="keys" aria-label="${t('keys')}"></p>
<div class="controls">
<button type="button" id="previous">${t('previous')}</button>
<button type="button" id="play" ${named}>${t('play')}</button>
<button type="button" id="next">${t('next')}</button>
<label>${t('speed')} <select id="speed">${speeds.join('')}</select></label>
</div>
<p class="note">${t('arrows')}</p>
</section>`;
}

/** Every step as text, in order, with the screen after it. */
function stepsOf({ screenLang }: Recording, told: readonly ToldStep[], words: Words): string {
  const [first, ...steps] = told;
  const screen = (rows: readonly string[] | null, label: string) => {
    const named = `role="group" aria-label="${escaped(label)}"`;
    const attributes = `class="screen"${langOf(screenLang)} ${named}`;
    return rows ? `<pre ${attributes}>${escaped(rows.join('\n'))}</pre>` : '';
  };
  const items = steps.map(({ step, caption, keys, rows }) => {
    const pressed = keys.length
      ? `<p class="keys">${escaped(words.t('lesson.text.keys', { keys: keys.join(', ') }))}</p>`
      : '';
    const after = screen(rows, words.t('lesson.page.after', { step }));
    return `<li value="${step}"><p class="caption">${escaped(caption)}</p>${pressed}${after}</li>`;
  });
  return `<section id="steps">
<h2>${escaped(words.t('lesson.page.steps'))}</h2>
${screen(first?.rows ?? null, words.t('lesson.page.at_first'))}
<ol>
${items.join('\n')}
</ol>
</section>`;
}

function langOf(lang: string | undefined): string {
  return lang ? ` lang="${escaped(lang)}"` : '';
}

function packed(
  film: Film,
  told: readonly ToldStep[],
  { title, goal }: Recording,
  words: Words,
): PackedFilm {
  const steps = told.length - 1;
  return {
    rows: film.rows,
    frames: film.frames.map(({ at, step, keys, cursor, rows }) => [
      at,
      step,
      keys,
      cursor && [cursor.x, cursor.y],
      rows.map(([y, line]) => [y, packLine(line)]),
    ]),
    steps: film.ends.map((end, at) => ({
      caption: withoutControls(at === 0 ? (goal ?? title) : (told[at]?.caption ?? '')),
      label:
        at === 0
          ? words.t('lesson.page.start')
          : words.t('lesson.page.step', { step: told[at]?.step ?? at, steps }),
      end,
    })),
  };
}

/** JSON that can stand in a page: nothing in it ends the element, or begins another. */
function jsonOf(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/gu, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Text for an element or an attribute in quotation marks. */
function escaped(text: string): string {
  const named: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
  const lines = text.split('\n').map(withoutControls);
  return lines.join('\n').replace(/[&<>"]/gu, (sign) => `&${named[sign]};`);
}
