import { sideText } from '../desk/conflict-text';
import { ageOf, nameOfMatter, whyNotGone } from '../desk/delivery-text';
import type { ConflictOverlay, DeliveryOverlay } from '../desk/sync-state';
import { isEmpty } from '../form/value';
import { char, type Key } from '../keys/key';
import type { DeliveryRow, ShownConflict, ShownField } from '../records/sync-state';
import { showLong } from '../rules/calendar';
import { showMinute } from '../rules/typed-instant';
import { sentenceOf } from './said';
import { captionOf } from './spot';
import type { Talking } from './talk';

const ENTER: Key = { kind: 'named', name: 'Enter' };

/** What has not gone to the centre, with why; a row is asked for, then what to do with it. */
export function tellDelivery(talking: Talking, overlay: DeliveryOverlay): void {
  const { words, state } = talking.view;
  const close = () => talking.do({ kind: 'close' });
  if (!overlay.rows.length) {
    talking.tell('delivery.none');
    close();
    return;
  }
  const rows = overlay.rows.map((row) => {
    const name = nameOfMatter(words, row);
    const values = {
      state: words.t(`delivery.${row.state}`),
      name,
      whose: row.person?.name ?? '',
      age: ageOf(words, row.since, overlay.now),
      why: whyNotGone(words, row, overlay.now, state.sync?.contact),
    };
    return { text: words.t('said.delivery.row', values), match: { code: '', text: name } };
  });
  talking.list(words.t('delivery.title'), rows, (at) => {
    const row = overlay.rows[at] as DeliveryRow;
    askOfRow(talking, row, at);
  });
}

const DEEDS_OF_ROW: Readonly<Partial<Record<DeliveryRow['state'], readonly [string, Key][]>>> = {
  rejected: [['said.delivery.see', char(' ')]],
  held: [
    ['said.delivery.ask', char('1')],
    ['said.delivery.drop', char('2')],
  ],
};

function askOfRow(talking: Talking, row: DeliveryRow, at: number): void {
  const press = (key: Key) => {
    talking.pending = null;
    const down: Key = { kind: 'named', name: 'Down' };
    const top: Key = { kind: 'named', name: 'Home' };
    const before = talking.state.notice;
    talking.press([top, ...Array.from({ length: at }, () => down)]);
    talking.press([key]);
    const { notice } = talking.state;
    if (notice && notice !== before) talking.notice(notice);
  };
  const more = DEEDS_OF_ROW[row.state] ?? [];
  if (!more.length) {
    press(ENTER);
    return;
  }
  const ways: readonly (readonly [string, Key])[] = [['said.delivery.open', ENTER], ...more];
  talking.list(
    nameOfMatter(talking.view.words, row),
    ways.map(([key]) => ({ text: talking.t(key), match: { code: '', text: talking.t(key) } })),
    (way) => press((ways[way] as (typeof ways)[number])[1]),
  );
}

/** A value of one side as it is read out. */
function readSide(talking: Talking, overlay: ConflictOverlay, one: ShownField, side: Side): string {
  const { env, state } = talking.view;
  const value = one[side];
  const field = env.registry.form(overlay.conflict.form).fields[one.field];
  if (field?.kind === 'date' && typeof value === 'string') {
    return showLong(value, state.setting.lang);
  }
  const isHidden = isEmpty(one.base) && isEmpty(one.mine) && isEmpty(one.theirs);
  if (isEmpty(value) && !isHidden) return talking.t('history.nothing');
  return sideText(env, state, overlay, one, value);
}

type Side = 'base' | 'mine' | 'theirs';

function captionIn(talking: Talking, { form }: ShownConflict, { field }: ShownField): string {
  return field.startsWith('$') ? talking.t('conflict.whole') : captionOf(talking.view, form, field);
}

/** One field of a conflict with both its values; which of them stays is asked. */
export function tellConflict(talking: Talking, overlay: ConflictOverlay): void {
  const { conflict, at } = overlay;
  if (conflict.settled) {
    tellSettled(talking, overlay, conflict.settled);
    return;
  }
  const one = conflict.fields[at] as ShownField;
  const caption = captionIn(talking, conflict, one);
  const name = `${nameOfMatter(talking.view.words, conflict)}, ${caption}`;
  const sides = (['mine', 'theirs'] as const).map((side) => {
    const { who, at: then } = conflict[side];
    const when = talking.t(side === 'mine' ? 'conflict.waits' : 'conflict.in', {
      at: showMinute(then),
    });
    const value = readSide(talking, overlay, one, side);
    return { who, value, said: talking.t('said.conflict.side', { who, at: when, value }) };
  });
  talking.list(
    talking.t('conflict.title', { name }),
    sides.map(({ said }) => ({ text: said, match: { code: '', text: said } })),
    (side) => {
      talking.pending = null;
      talking.press([char(side === 0 ? '1' : '2')]);
      const { value = '', who = '' } = sides[side] ?? {};
      const said = talking.t('said.value', { field: caption, value: `${value}, ${who}` });
      talking.say('confirmed', sentenceOf(said));
    },
  );
  talking.tell('said.conflict.was', { value: readSide(talking, overlay, one, 'base') });
}

/** A conflict that is settled: who, when and why, both values, and which of them stayed. */
function tellSettled(
  talking: Talking,
  overlay: ConflictOverlay,
  { who, at, reason }: NonNullable<ShownConflict['settled']>,
): void {
  const { conflict } = overlay;
  talking.tell('conflict.settled_by', { who, at: showMinute(at), reason: reason ?? '' });
  for (const one of conflict.fields) {
    const value = (side: Side) => readSide(talking, overlay, one, side);
    const values = {
      field: captionIn(talking, conflict, one),
      one: conflict.mine.who,
      mine: value('mine'),
      other: conflict.theirs.who,
      theirs: value('theirs'),
      left: one.chosen ? value(one.chosen) : '',
    };
    talking.say('listed', talking.t('said.conflict.settled', values));
  }
  talking.do({ kind: 'close' });
}
