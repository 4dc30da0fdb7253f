import type { Page } from './driver';

/** What a check needs: the page of a run, its captions, and the rows of its last screen. */
export interface PageUnderTest {
  readonly page: Page;
  readonly captions: readonly string[];
  readonly last: readonly string[];
  /** Tells a step that held; throws when it does not hold. */
  hold(what: string, holds: boolean, found?: unknown): void;
}

const PATIENCE = { timeout: 20_000 };

const captionOf = (page: Page) => page.locator('#caption').textContent();
const screenOf = async (page: Page) =>
  ((await page.locator('#screen').textContent()) ?? '').split('\n').map((row) => row.trimEnd());

/** Steps, plays, pauses and plays to the end, by keys and by the buttons. */
export async function checkPlayer(under: PageUnderTest): Promise<void> {
  const { page, captions, last, hold } = under;
  const said = async (at: number) =>
    (await captionOf(page))?.endsWith(`: ${captions[at]}`) === true;
  hold('the player is there', await page.locator('#player').isVisible());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const focused = () => page.locator(':focus').getAttribute('id');
  hold('Tab reaches the buttons', (await focused()) === 'previous', await focused());
  await page.keyboard.press('ArrowRight');
  hold('the right arrow goes to the first step and says it', await said(0), await captionOf(page));
  const first = await screenOf(page);
  await page.keyboard.press('ArrowRight');
  hold('and to the second', await said(1), await captionOf(page));
  hold('whose screen is another one', (await screenOf(page)).join() !== first.join());
  await page.keyboard.press('ArrowLeft');
  hold('the left arrow goes back', await said(0), await captionOf(page));
  hold('to the same screen', (await screenOf(page)).join() === first.join());

  await page.locator('#speed').selectOption('0.5');
  await page.locator('#previous').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  hold('Enter on the button plays', (await page.locator('#play').textContent()) === 'Tauko');
  await page.locator('#caption', { hasText: `: ${captions[1]}` }).waitFor(PATIENCE);
  hold('and comes to the next step by itself', await said(1));
  await page.keyboard.press('Space');
  hold('Space on the button pauses', (await page.locator('#play').textContent()) === 'Toista');
  const [caption, screen] = [await captionOf(page), await screenOf(page)];
  await page.waitForTimeout(1500);
  const still =
    caption === (await captionOf(page)) && screen.join() === (await screenOf(page)).join();
  hold('nothing moves while it is paused', still);

  await page.locator('#next').click();
  await page.locator('#previous').click();
  await page.locator('#speed').selectOption('4');
  await page.locator('#play').click();
  const lastCaption = captions.at(-1) ?? '';
  await page.locator('#caption', { hasText: `: ${lastCaption}` }).waitFor(PATIENCE);
  await page.locator('#play', { hasText: 'Toista' }).waitFor(PATIENCE);
  hold('played to its end at speed 4, it stops', await said(captions.length - 1));
  const found = await screenOf(page);
  hold("and its screen is the client's last screen", found.join() === last.join(), found);
  const marked = await page.locator('#screen span[class]:not([class=""])').count();
  hold(`with attributes (${marked} spans)`, marked > 5);
}

/** The captions, the keys and the screens are there where no script runs. */
export async function checkWithoutScript(under: PageUnderTest): Promise<void> {
  const { page, captions, last, hold } = under;
  hold('without a script the player is hidden', !(await page.locator('#player').isVisible()));
  const read = await page.locator('#steps .caption').allTextContents();
  hold('every caption is in the list', read.join() === captions.join(), read);
  hold('and can be seen', await page.locator('#steps .caption').first().isVisible());
  const screens = await page.locator('#steps pre').allTextContents();
  hold('with the screen after each step', screens.at(-1) === last.join('\n'), screens.at(-1));
}
