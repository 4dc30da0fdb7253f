import { type Language, usualOther } from '../base/language';
import type { Key } from '../keys/key';
import type { Keymap } from '../keys/keymap';
import type { Fingers } from '../lessons/lesson-keys';
import type { Stage, StoredRecord } from '../lessons/stage';
import type { Session } from '../records/session';
import type { Grid } from '../screen/grid';
import { paintPicture } from '../ui/picture';
import { DeskLoop, type Outside } from './desk-loop';
import type { LessonWorld } from './lesson-base';
import { wordsIn } from './say';
import { NO_SYNC } from './sync-messages';

/** How a desk of a lesson is laid out. */
export interface LessonDesk {
  readonly world: LessonWorld;
  readonly keymap: Keymap;
  readonly lang: Language;
  readonly size: { readonly cols: number; readonly rows: number };
}

/** The desk of a lesson; what lies around it may be left out where nobody looks. */
export function openDesk(
  { world: { world, session }, keymap, lang, size }: LessonDesk,
  outside: Partial<Outside> = {},
): DeskLoop {
  const options = {
    base: world.base,
    session,
    clock: world.clock,
    keymap,
    lang,
    otherLang: usualOther(lang),
    opening: { way: 'enter' as const, opens: () => true },
    editor: 'lesson' as const,
    keymapFaults: 0,
    sync: null,
  };
  const desk = new DeskLoop(options, {
    redraw: () => {},
    editText: () => null,
    quit: () => {},
    hold: () => ({ kind: 'held' }),
    // What is chosen in a lesson is not kept.
    language: () => {},
    sync: NO_SYNC,
    ...outside,
  });
  desk.begin(size);
  desk.dispatch(desk.firstLists());
  return desk;
}

/** The hands of one who works with a keymap on a screen of a language. */
export function fingersOf(keymap: Keymap, lang: Language): Fingers {
  return { keymap, caption: (command) => wordsIn(lang).t(`command.${command}`) };
}

/** Rows of a grid as text, without blanks at their ends. */
function rowsOf(grid: Grid): string[] {
  return Array.from({ length: grid.rows }, (_, y) =>
    grid.chars
      .slice(y * grid.cols, (y + 1) * grid.cols)
      .join('')
      .trimEnd(),
  );
}

/** The stage a desk is: keys go to it, its screen is the picture the terminal would show. */
export function stageOf(desk: DeskLoop): Stage {
  return {
    press: (keys: readonly Key[]) => {
      desk.dispatch({ kind: 'keys', keys });
    },
    screen: () => rowsOf(paintPicture(desk.view())),
    records: (client) => storedRecords(desk.hands.session, client),
  };
}

/** The records of a client as `akti show --json` has them; of nobody: my rows of the day. */
function storedRecords(session: Session, client: string | null): StoredRecord[] {
  if (client === null) {
    return session
      .myRows()
      .filter((row) => row.person === null)
      .map(({ form, rec }) => ({ form, voided: rec.voided, values: rec.values }));
  }
  const found = session.findPersons(client);
  const [person] = found.ok ? found.value.persons : [];
  if (!person) return [];
  const shown = session.showCase(person.id, 'json', wordsIn('fi'));
  if (!shown.ok) return [];
  const { records } = JSON.parse(shown.value) as { records: StoredRecord[] };
  return records;
}
