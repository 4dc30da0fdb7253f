import type { RecordedEvent, Recording } from './recording';

/**
 * A recording as asciicast v3 (docs.asciinema.org/manual/asciicast/v3): a line of JSON for the
 * terminal and the title, then one for each event, its time in seconds since the one before it.
 * A step is a marker with its caption. Keys are what was recorded: a masked one stays masked.
 */
export function castOf(recording: Recording): string {
  const { title, cols, rows, term, events } = recording;
  const lines: unknown[] = [{ version: 3, term: { cols, rows, type: term }, title }];
  let last = 0;
  for (const event of events) {
    const [code, data] = coded(event);
    if (code === '') continue;
    // Rounded as a whole: times that were rounded one by one would drift apart from the run's.
    const at = Math.round(event.at);
    lines.push([(at - last) / 1000, code, data]);
    last = at;
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Code and data of an event; an empty code for what a cast has no place for. */
function coded(event: RecordedEvent): [string, string] {
  switch (event.kind) {
    case 'output':
      return ['o', event.text];
    case 'keys':
      return ['i', event.bytes];
    case 'step':
      return ['m', event.caption];
    case 'size':
      return ['r', `${event.cols}x${event.rows}`];
    case 'end':
      return ['x', String(event.status)];
    case 'screen':
    case 'cells':
      return ['', ''];
  }
}
