import type { DeskState, Notice } from '../desk/state';
import { type FinalNumber, finalNumbers, recordsCome } from '../desk/what-came';
import { newerInFront } from '../desk/windows';
import { nameOfCommand } from './names';
import { diaryNow, diaryText } from './reading';
import { captionOf } from './spot';
import type { Talking } from './talk';

/** What has been told of what changes by itself: the case that lies open, the way to the centre. */
export type Seen = Pick<DeskState, 'client' | 'sync' | 'past'>;

export const seenNow = ({ client, sync, past }: DeskState): Seen => ({ client, sync, past });

/** Notices behind which somebody waits for the centre. */
const AWAITING: readonly (string | undefined)[] = [
  ...['notice.sync_now', 'notice.signing_in', 'notice.held_asked'],
];

/** True while what was asked of the centre last has no answer. */
export const isAwaiting = ({ notice }: DeskState): boolean => AWAITING.includes(notice?.key);

/** Notices of which more is said from what has come, also where another one stood meanwhile. */
const SAID_BELOW: readonly (string | undefined)[] = [
  ...['notice.news', 'notice.number_final', 'notice.signed_in'],
];

/** Rows of the diary that are named where several came. */
const ROWS_NAMED = 5;
/** A line of the diary is begun, not read whole, in characters. */
const LINE_MAX = 160;

/** Says what came unasked since `seen`: notices, how the way to the centre is, what others did. */
export function tellCame(talking: Talking, seen: Seen, notices: readonly Notice[]): void {
  for (const notice of notices) if (!SAID_BELOW.includes(notice.key)) talking.notice(notice);
  const has = (what: (one: Notice) => boolean) => notices.some(what);
  tellWay(talking, seen.sync, {
    stopped: has(({ kind }) => kind === 'refused'),
    conflict: has(({ key }) => key === 'notice.conflict_came'),
  });
  tellCase(
    talking,
    seen,
    has(({ key }) => key === 'notice.changed_elsewhere'),
  );
}

/**
 * Says how the way to the centre is now, as far as that is news.
 * @param before what was told last; null at the start
 * @param said what notices have said already: why it stopped, that there is a conflict
 */
export function tellWay(
  talking: Talking,
  before: Seen['sync'],
  said: { readonly stopped?: boolean; readonly conflict?: boolean } = {},
): void {
  const { sync } = talking.state;
  if (!sync) return;
  const { words } = talking.view;
  const { contact, pending, open } = sync;
  const was = before ?? { contact: 'new', pending: 0, open: 0 };
  const values = { pending: pending || '', command: nameOfCommand(words, 'sync.password') };
  if (contact !== was.contact) {
    const isBack = contact === 'ok' && was.contact !== 'new';
    if (isBack) talking.tell(`said.sync.${pending ? 'back' : 'all'}`, values);
    else if (contact === 'password') tellPassword(talking, values);
    else if (contact === 'offline' && !said.stopped) talking.tell('said.sync.offline', values);
  } else if (contact !== 'ok' && pending > was.pending) {
    talking.tell('said.sync.pending', values);
  }
  if (open > was.open && !said.conflict) {
    talking.tell('said.sync.open', { count: open, command: nameOfCommand(words, 'sync.list') });
  }
}

/** Nobody is signed in; where the password is asked at once that says it. */
function tellPassword(talking: Talking, values: Readonly<Record<string, string | number>>): void {
  const isAsked = talking.state.overlay?.kind === 'password';
  if (!isAsked) talking.tell('said.sync.password', values);
  else if (values.pending) talking.tell('said.sync.pending', values);
}

/** Says what came into the case that lies open: numbers of the centre, what others entered. */
function tellCase(talking: Talking, seen: Seen, isToldOf: boolean): void {
  const { view } = talking;
  const { client, past } = view.state;
  if (!client || past || seen.past || !seen.client || seen.client === client) return;
  if (seen.client.person.id !== client.person.id) return;
  const finals = finalNumbers(view.env.registry, seen.client, client);
  for (const one of finals) tellFinal(talking, one);
  const own = isToldOf ? newerInFront(view.state)?.id : undefined;
  const come = recordsCome(seen.client, client, finals).filter(({ id }) => id !== own);
  if (!come.length) return;
  const { lines } = diaryNow(view);
  const rows = lines.flatMap(({ rec }, at) => (come.some(({ id }) => id === rec.id) ? [at] : []));
  const [only] = rows;
  if (rows.length === 1 && only !== undefined && come.length === 1) {
    const text = diaryText(view, lines[only] as (typeof lines)[number]);
    const begun = text.length > LINE_MAX ? `${text.slice(0, LINE_MAX - 1)}…` : text;
    talking.tell('said.news.one', { row: only + 1, text: begun });
    return;
  }
  const named = rows.slice(0, ROWS_NAMED).map((row) => row + 1);
  const more = rows.length > ROWS_NAMED ? '…' : '';
  talking.tell('said.news', { count: come.length, rows: named.join(', ') + more });
}

function tellFinal(talking: Talking, { form, field, number, was }: FinalNumber): void {
  const values = {
    form: talking.t(`form.${form}`),
    field: captionOf(talking.view, form, field),
    number,
  };
  if (number === was) talking.tell('said.number_final', values);
  else talking.tell('said.number_changed', { ...values, was });
}
