/** A message of a stream of events (text/event-stream). */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** Longest line and message held while they come. A centre's are a few dozen characters. */
const LONGEST = 65_536;

/**
 * Messages of a stream of events, from the pieces it comes in: cut anywhere, in the middle of a
 * letter too. Comments (a heartbeat is one) give an event without a name or data.
 * @throws RangeError when a message is longer than any a centre sends
 */
export async function* eventsOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let event = '';
  let data: string[] = [];
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.map((one) => one.replace(/\r$/, ''))) {
      const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (line === '') {
        if (event !== '' || data.length > 0) yield { event, data: data.join('\n') };
        [event, data] = ['', []];
      } else if (name === '') yield { event: '', data: '' };
      else if (name === 'event') event = value;
      else if (name === 'data') data.push(value);
    }
    const held = rest.length + data.reduce((sum, one) => sum + one.length, 0);
    if (held > LONGEST) throw new RangeError('eventsOf: a message without an end');
  }
}
