// npm run test:page: the page and the cast of a run of the client, in a real browser.
// The browser is $CHROME or Debian's Chromium; nothing is downloaded. Without one: exit status 2.
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { castOf } from '../../src/lessons/cast';
import { pageOf } from '../../src/lessons/page';
import { b1 } from '../flows/b1';
import { playInAsciinema } from '../lib/asciinema';
import { ensureBuilt } from '../lib/build';
import { shippedPageParts } from '../lib/page-parts';
import { type RecordedRun, recordFlow } from '../lib/recorded';
import { projectRoot } from '../lib/root';
import { makeWorld, runAkti, type World } from '../lib/world';
import { SHIPPED } from '../words/data-words';
import { type Browser, launchBrowser, type Page, type WindowOptions } from './driver';
import { checkPlayer, checkWithoutScript, type PageUnderTest } from './page-checks';

const STEPS = 5;

/** The browser to run: $CHROME where it is set, else Debian's; undefined where it is not there. */
function browserHere(): string | undefined {
  const path = process.env.CHROME || '/usr/bin/chromium';
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return undefined;
  }
}

/** The run at the pace of somebody who looks at every key: a pause is never too late for it. */
function slowed({ recording, last }: RecordedRun): RecordedRun {
  const events = recording.events.map((event) => ({ ...event, at: event.at * 4 }));
  return { recording: { ...recording, events }, last };
}

/** Says what held; ends the run with what did not. */
function hold(what: string, holds: boolean, found?: unknown): void {
  if (!holds) throw new Error(`not so: ${what}${found === undefined ? '' : `; found ${found}`}`);
  console.log(`  ${what}`);
}

/** Opens a file with every request noted; what is not the file itself gets no answer. */
async function opened(
  browser: Browser,
  file: string,
  options: WindowOptions = {},
): Promise<{ page: Page; asked: string[]; close(): Promise<void> }> {
  const context = await browser.newContext({ locale: 'fi-FI', ...options });
  const url = pathToFileURL(file).href;
  const asked: string[] = [];
  await context.route('**/*', (route) => {
    const wanted = route.request().url();
    if (wanted === url) return route.continue();
    asked.push(wanted);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => asked.push(`error ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') asked.push(`console ${message.text()}`);
  });
  page.on('websocket', (socket) => asked.push(socket.url()));
  await page.goto(url);
  return { page, asked, close: () => context.close() };
}

type Check = readonly [string, (under: PageUnderTest) => Promise<void>, WindowOptions];

const CHECKS: readonly Check[] = [
  ['The page', checkPlayer, {}],
  ['The page without a script', checkWithoutScript, { javaScriptEnabled: false }],
  ['The page in a narrow window', checkPlayer, { viewport: { width: 400, height: 700 } }],
];

/** A page as somebody uses it, every request of it watched. */
async function checked(
  browser: Browser,
  file: string,
  [name, check, options]: Check,
  run: Pick<PageUnderTest, 'captions' | 'last'>,
) {
  console.log(name);
  const { page, asked, close } = await opened(browser, file, options);
  await check({ page, ...run, hold });
  hold('asks for nothing, and nothing in it fails', asked.length === 0, asked);
  await close();
}

async function checkPage(browser: Browser, file: string, { recording, last }: RecordedRun) {
  const captions = recording.events.flatMap((one) => (one.kind === 'step' ? [one.caption] : []));
  for (const check of CHECKS) await checked(browser, file, check, { captions, last });
}

/** A page as `akti lesson export` writes it; the cast beside it says how it ends. */
async function checkExported(browser: Browser, world: World) {
  const [cast, html] = [world.file('lesson.cast'), world.file('lesson.html')];
  const args = ['lesson', 'export', 'initiation', '--speed', '8', '--cast', cast, '--html', html];
  const { code, stderr } = await runAkti(args, { world });
  if (code !== 0) throw new Error(`akti lesson export: ${stderr}`);
  const { markers, rows } = await playInAsciinema(readFileSync(cast, 'utf8'));
  const check: Check = ['The page of a lesson that comes with Akti', checkPlayer, {}];
  await checked(browser, html, check, { captions: markers, last: rows });
}

/** What is planted in the page is seen: the watch over its requests is no empty one. */
async function checkPlanted(browser: Browser, file: string, folder: string) {
  console.log('A page with an address planted in it');
  const page = readFileSync(file, 'utf8');
  const image = '<img alt="" src="https://example.org/a.png"></main>';
  const planted = join(folder, 'planted.html');
  writeFileSync(planted, page.replace('</main>', image));
  const strict = await opened(browser, planted);
  const refused = strict.asked.some((one) => one.includes('violates'));
  hold('is refused by its own policy', refused, strict.asked);
  await strict.close();
  writeFileSync(planted, page.replace(/<meta http-equiv[^>]*>/, '').replace('</main>', image));
  const open = await opened(browser, planted);
  const seen = open.asked.some((one) => one.includes('example.org/a.png'));
  hold('and without the policy its request is seen', seen, open.asked);
  await open.close();
}

/** The cast in the whole player of the package, drawn by it. */
async function checkCast(browser: Browser, folder: string, { recording, last }: RecordedRun) {
  console.log('The cast in asciinema-player');
  const dist = join(projectRoot(), 'node_modules', 'asciinema-player', 'dist', 'bundle');
  const part = (name: string) => readFileSync(join(dist, name), 'utf8');
  const data = JSON.stringify(castOf(recording)).replaceAll('<', '\\u003c');
  const script = `window.ready = (async () => {
    const player = AsciinemaPlayer.create({ data: ${data} }, document.body, { preload: true });
    await player.seek('100%');
    window.duration = player.getDuration();
  })();`;
  const file = join(folder, 'cast.html');
  const head = `<meta charset="utf-8"><style>${part('asciinema-player.css')}</style>`;
  const scripts = `<script>${part('asciinema-player.js')}</script><script>${script}</script>`;
  writeFileSync(file, `<!DOCTYPE html><html lang="fi"><head>${head}</head><body>${scripts}</body>`);
  const { page, asked, close } = await opened(browser, file);
  await page.evaluate('window.ready');
  const wanted = last.map(lettersOf).filter((row) => row !== '');
  const drawn = async () => {
    const rows = await page.locator('.ap-term-text > *').allTextContents();
    return rows.map(lettersOf).filter((row) => row !== '');
  };
  const end = wanted.at(-1) ?? '';
  for (let i = 0; i < 50 && (await drawn()).at(-1) !== end; i++) await page.waitForTimeout(100);
  hold("its last frame is the client's last screen", (await drawn()).join() === wanted.join());
  hold(`it lasts ${await page.evaluate('window.duration')} s`, true);
  hold('nothing in it fails', asked.length === 0, asked);
  await close();
}

/** Letters alone: the package draws lines of frames as pictures, and spaces as places. */
const lettersOf = (row: string) => row.replace(/[\s\u2500-\u259f]/gu, '');

async function main(): Promise<number> {
  const executablePath = browserHere();
  if (!executablePath) {
    console.error('no browser: $CHROME, or else /usr/bin/chromium, is not there to be run');
    return 2;
  }
  ensureBuilt();
  const world = makeWorld();
  const folder = mkdtempSync(join(tmpdir(), 'akti-page-'));
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await launchBrowser(executablePath, asRoot);
  try {
    console.log(`Chromium ${browser.version()}`);
    const run = slowed(await recordFlow(world, b1(), STEPS));
    const file = join(folder, 'page.html');
    writeFileSync(file, pageOf(run.recording, SHIPPED.fi.words, shippedPageParts()));
    await checkPage(browser, file, run);
    await checkExported(browser, world);
    await checkPlanted(browser, file, folder);
    await checkCast(browser, folder, run);
    console.log('All of it held.');
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    await browser.close();
    world.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
