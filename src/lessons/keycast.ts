import { type Key, keyId } from '../keys/key';

/** How many presses are remembered: more than any line shows. */
const KEPT = 40;
const MASK = '•';

/** The names of the last keys, for those who watch. Letters typed in a row are one word. */
export class KeyCast {
  private readonly said: { text: string; typed: boolean }[] = [];

  /** @param secret what is typed is masked: a password, or what opens a locked screen */
  add(key: Key, secret: boolean): void {
    const last = this.said.at(-1);
    // A space between letters is one of them; by itself it is a key.
    const typed = key.kind === 'char' && (key.text !== ' ' || last?.typed === true);
    const text = secret ? MASK : typed ? key.text : keyId(key);
    if (typed && last?.typed) last.text += text;
    else this.said.push({ text, typed });
    if (this.said.length > KEPT) this.said.shift();
  }

  clear(): void {
    this.said.length = 0;
  }

  /** The last keys that fit into so many characters, the newest last. */
  text(width: number): string {
    let shown = '';
    for (const { text } of [...this.said].reverse()) {
      const longer = shown ? `${text} ${shown}` : text;
      if ([...longer].length > width) return shown || [...text].slice(-width).join('');
      shown = longer;
    }
    return shown;
  }
}
