// A trainer's program in small: a terminal of its own, and a socket at which it is followed.
// node show-lesson.mjs SOCKET: letters are painted, Tab fills the screen, Enter ends it.
import { openStudio, type Studio } from '../../../src/cli/studio';
import { stillOf } from '../../../src/lessons/following';
import { Grid } from '../../../src/screen/grid';
import { createScreen, type Screen } from '../../../src/screen/screen';
import { openTty } from '../../../src/screen/tty';

let screen: Screen;
let studio: Studio;
let typed = '';
let filled = 0;

function paint(cols: number, rows: number): void {
  const grid = new Grid(cols, rows);
  grid.put(0, 0, [{ text: 'Oppitunti ' }, { text: typed, style: { bold: true, color: 2 } }]);
  for (let y = 1; y < rows - 1; y += 1) {
    const text = `${filled} ${y} ${'·'.repeat(cols)}`;
    if (filled) grid.put(0, y, [{ text, style: { underline: true } }]);
  }
  grid.put(0, rows - 1, [{ text: `Alarivi ${cols}×${rows}`, style: { inverse: true } }]);
  screen.frame(grid, { x: 10 + typed.length, y: 0 });
}

async function leave(): Promise<void> {
  await studio.close();
  process.exit(0);
}

const opened = openTty({
  stdin: process.stdin,
  stdout: process.stdout,
  escapeTimeMs: 0,
  onEscapeTime() {},
  onContinue() {},
  onEnd: () => leave(),
  onCrash: (error) => console.error(error),
  onResize(cols, rows) {
    screen.resize(cols, rows);
    paint(cols, rows);
  },
  onBytes(bytes) {
    const { cols, rows } = tty.size();
    for (const key of new TextDecoder().decode(bytes)) {
      if (key === '\r') {
        tty.restore();
        leave();
      } else if (key === '\t') filled += 1;
      else typed += key;
      paint(cols, rows);
    }
    return false;
  },
});
if (!opened.ok) throw new Error(opened.problem.code);
const tty = opened.value;
const { profile } = tty;
screen = createScreen({ ...tty.size(), write: (text) => tty.write(text), profile });
const path = process.argv[2] ?? '';
const now = () => performance.now();
const made = await openStudio({ path, still: () => stillOf(screen), now });
if (!made.ok) {
  tty.restore();
  console.log(made.problem.code);
  process.exit(1);
}
studio = made.value;
screen.tap(() => studio.show());
paint(tty.size().cols, tty.size().rows);
