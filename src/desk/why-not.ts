import type { Problem } from '../base/problems';
import type { Rec } from '../form/value';
import { ACTIONS, enforceRefusal } from '../forms/actions';
import { HOUSEHOLD_FORM, PANES, PERSON_FORM, SMALL_PANES } from '../forms/panes';
import { selectedNode, selectedRecord } from './diary';
import { activeEntry, type Env, factsHere } from './env';
import { languageProblem } from './language';
import { canList, canPhrase } from './list';
import { pastProblem } from './past';
import { recallProblem } from './recall';
import { mergeProblem } from './relocate';
import { isRemindingOfLimits } from './remind';
import { rowUnderHands } from './start-list';
import type { Command, DeskState } from './state';
import { syncProblem } from './sync';
import { editorProblem } from './text-editor';
import { nextWindow } from './windows';

/** Commands that act on an open entry, or are refused without one. */
const ENTRY_COMMANDS = new Set<Command>([
  'save',
  'save.next',
  'cancel',
  'value.dup',
  'value.cycle',
  'text.edit',
  'phrase.list',
  'list.open',
  'section.next',
  'section.back',
]);

/** Commands that leave an open question or list alone instead of acting through it. */
const OUTSIDE_PROMPT = new Set<Command>([
  ...PANES.map((pane) => pane.command as Command),
  ...SMALL_PANES.map((pane) => pane.command as Command),
  'finder.open',
  'start.open',
  'day.change',
  'save.undo',
  'history.show',
  'case.past',
  'case.now',
  'window.next',
  'window.close',
  'tab.other',
  'person.show',
  'person.reveal',
  'person.new',
  'household.open',
  'person.merge',
  'record.move',
  'record.amend',
  'record.void',
  'decision.enforce',
  'initiation.dismiss',
  'initiation.copy',
  'queue.take',
  'handover.accept',
  'handover.return',
  'reminder.limits',
  'reminder.done',
  'investigation.end',
  'investigation.transfer',
  'enforcement.end',
  'file.lend',
  'file.return',
  'suspension.start',
  'suspension.end',
  'save.next',
  'text.edit',
  'sync.list',
  'sync.now',
  'sync.password',
]);

/** Commands that need an open client. */
const CLIENT_COMMANDS = new Set<Command>([
  'diary.open',
  'initiation.open',
  'investigation.open',
  'decision.open',
  'service.open',
  'note.new',
  'person.show',
  'person.reveal',
  'household.open',
  'person.merge',
  'initiation.dismiss',
  'initiation.copy',
  'decision.enforce',
  'investigation.end',
  'investigation.transfer',
  'enforcement.end',
  'file.lend',
  'file.return',
  'suspension.start',
  'reminder.limits',
  'suspension.end',
  'case.past',
  'window.close',
  'handover.new',
  'handover.return',
]);

/** Commands of a row of a list. */
const ROW_COMMANDS = new Set<Command>(['queue.take', 'handover.accept', 'reminder.done']);

/** The saved record the hands mean: the one on the form, else the selected line of the diary. */
export function recordHere(env: Env, state: DeskState): Rec | null {
  const entry = state.entries[state.pane];
  if (entry?.saved) return entry.saved;
  return state.pane === 'diary' ? selectedRecord(env, state) : null;
}

/** The record whose history is meant: the one under the hands, or that of the node. */
export function historyTarget(env: Env, state: DeskState): Pick<Rec, 'form' | 'id'> | null {
  if (state.pane === 'diary' && state.diary.side === 'tree') {
    return selectedNode(env, state)?.rec ?? null;
  }
  return recordHere(env, state);
}

function paneProblem(env: Env, state: DeskState, command: Command): Problem | null {
  const pane = [...PANES, ...SMALL_PANES].find((one) => one.command === command);
  if (!pane?.form) return null;
  const open = state.entries[pane.form];
  if (open?.dirty) return null;
  const facts = factsHere(state);
  if (!facts.allows(pane.form, 'create')) return { code: 'role.create' };
  return state.client ? env.registry.form(pane.form).mayOpen(facts) : null;
}

function recordProblem(env: Env, state: DeskState, action: 'amend' | 'void'): Problem | null {
  const rec = recordHere(env, state);
  if (!rec) return { code: 'record.none' };
  const facts = factsHere(state);
  const form = env.registry.form(rec.form);
  if (!facts.allows(rec.form, action)) return { code: `role.${action}` };
  // A person is not voided but merged: others live and have cases with them.
  if (form.isClient && action === 'void') return { code: 'person.void' };
  return form.locked(rec);
}

function entryProblem(env: Env, state: DeskState, command: Command): Problem | null {
  if (state.grid && command === 'save') return null;
  if (command === 'text.edit') return editorProblem(env, state);
  const recalls = command === 'value.dup' || command === 'value.cycle';
  if (state.grid && recalls) return recallProblem(env, state, command);
  const entry = activeEntry(state);
  if (!entry) return { code: 'entry.none' };
  if (command === 'list.open') {
    if (entry.mode === 'shown') return { code: 'entry.shown' };
    return canList(env, state) ? null : { code: 'list.none' };
  }
  if (recalls) {
    return entry.mode === 'shown' ? { code: 'entry.shown' } : recallProblem(env, state, command);
  }
  if (command === 'phrase.list') {
    if (entry.mode === 'shown') return { code: 'entry.shown' };
    if (!canPhrase(env, state)) return { code: 'phrase.field' };
    return canList(env, state) ? null : { code: 'list.none' };
  }
  if ((command === 'save' || command === 'save.next') && entry.mode === 'shown') {
    return { code: 'entry.shown' };
  }
  return null;
}

/** True where Ctrl+F has fields, lines or clients to look among. */
function canFind(state: DeskState): boolean {
  return activeEntry(state) !== null || ['start', 'diary'].includes(state.pane);
}

/** Commands that work on an open client and on a row of their kind in a list. */
function rowProblem(state: DeskState, command: Command): Problem | null {
  if (state.client) return null;
  const kind = rowUnderHands(state)?.kind;
  if (command === 'reminder.done') return kind === 'due' ? null : { code: 'reminder.row' };
  if (kind === 'offered') return null;
  if (command === 'handover.accept') return { code: 'handover.row' };
  return kind === 'queued' ? null : { code: 'queue.row' };
}

/**
 * Why a command cannot act here and now, or null when it can. Every key that cannot act says this;
 * menu and palette show it beside the entry.
 */
export function whyNot(env: Env, state: DeskState, command: Command): Problem | null {
  const { overlay } = state;
  const asked = overlay?.kind === 'prompt' || state.under?.kind === 'prompt';
  const again = command === 'reminder.new' && isRemindingOfLimits(state);
  if (asked && OUTSIDE_PROMPT.has(command) && !again) return { code: 'prompt.open' };
  if (CLIENT_COMMANDS.has(command) && !state.client) return { code: 'client.none' };
  if (state.past && !asked) {
    const problem = pastProblem(env, state, command);
    if (problem) return problem;
  }
  if (ENTRY_COMMANDS.has(command)) return entryProblem(env, state, command);
  if (command === 'record.amend') return recordProblem(env, state, 'amend');
  if (command === 'record.void') return recordProblem(env, state, 'void');
  if (command === 'decision.enforce') {
    return (
      enforceRefusal(factsHere(state), recordHere(env, state)) ??
      paneProblem(env, state, 'service.open')
    );
  }
  const action = ACTIONS.find((one) => one.command === command);
  const form = action?.makes ?? action?.form ?? '';
  if (action && !factsHere(state).allows(form, action.right ?? 'amend')) {
    return { code: action.right ? 'role.create' : 'role.amend' };
  }
  if (command.startsWith('sync.')) return syncProblem(state, command);
  if (command.startsWith('language.')) return languageProblem(state, command);
  if (command === 'field.find' && !canFind(state)) {
    return { code: 'jump.none' };
  }
  if (command === 'tab.other' && state.pane !== 'diary' && state.pane !== 'start') {
    return { code: 'tab.none' };
  }
  if (ROW_COMMANDS.has(command)) return rowProblem(state, command);
  if (command === 'case.now' && !state.past) return { code: 'past.not' };
  if (command === 'history.show' && !historyTarget(env, state)) return { code: 'record.none' };
  if (command === 'person.new') {
    return factsHere(state).allows(PERSON_FORM, 'create') ? null : { code: 'role.create' };
  }
  if (command === 'household.open') {
    return factsHere(state).allows(HOUSEHOLD_FORM, 'read') ? null : { code: 'role.read' };
  }
  if (command === 'window.next' && !nextWindow(state)) return { code: 'window.none' };
  if (command === 'person.merge') {
    if (!factsHere(state).allows(PERSON_FORM, 'amend')) return { code: 'role.amend' };
    return mergeProblem(state.client);
  }
  if (command === 'record.move') {
    const unsaved = state.entries[state.pane]?.dirty;
    return unsaved ? { code: 'entry.unsaved' } : recordProblem(env, state, 'amend');
  }
  if (command === 'person.reveal') {
    const facts = factsHere(state);
    if (!facts.client?.person.protected) return { code: 'reveal.not_needed' };
    return facts.allows(PERSON_FORM, 'reveal') ? null : { code: 'role.reveal' };
  }
  return state.past ? null : paneProblem(env, state, command);
}
