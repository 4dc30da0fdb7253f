import type { TerminalProfile } from './profile';

/**
 * What is written so that a terminal's keyboard sends what the decoder reads, and what puts it
 * back: marks around pastes, Esc for Alt. Only modes that it has.
 */
export function keyboardModes(profile: TerminalProfile): { on: string; off: string } {
  const { altMode, bracketedPaste } = profile;
  const when = (has: boolean, sequence: string) => (has ? sequence : '');
  return {
    // Who runs it may have set it so already: what was set is kept and put back.
    on: when(altMode, '\x1b[?1036s\x1b[?1036h') + when(bracketedPaste, '\x1b[?2004h'),
    off: when(altMode, '\x1b[?1036r') + when(bracketedPaste, '\x1b[?2004l'),
  };
}
