/** Commands a form shows in its button row, in the classic order, left to right (ROWS 1.2). */
export const BUTTONS: Readonly<Record<string, readonly string[]>> = {
  initiation: [
    'diary.open',
    'initiation.copy',
    'initiation.dismiss',
    'investigation.open',
    'suspension.start',
    'reminder.new',
  ],
  investigation: [
    'investigation.end',
    'investigation.transfer',
    'file.lend',
    'file.return',
    'reminder.new',
  ],
  decision: ['decision.enforce', 'diary.open', 'reminder.new'],
  handover: ['handover.accept', 'handover.return', 'diary.open'],
  service: [
    'investigation.transfer',
    'enforcement.end',
    'suspension.start',
    'diary.open',
    'reminder.new',
  ],
};
