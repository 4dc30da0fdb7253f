import { createHash } from 'node:crypto';

/**
 * SHA-256 of the names and the user id that stand in the source documents and nowhere else: lower
 * case, NFC, both orders of surname and first name, also as they stand in e-mail addresses.
 */
export const FORBIDDEN: ReadonlySet<string> = new Set([
  '012817598d65f5857075e534bfab093ffa25031b16b80997ba7f18a93e89f540',
  '07fc87e3a12da3c2b748086abb749fdcf399f8d58e107748b2b612c8efcf787e',
  '1172f105c3704ecea1658d20bcdc0a9401758e2956d6c50f44a36adebbfd77ee',
  '3c7f262a7f57fafb19815cd539247e28548a0226678f2ef250187a3530948360',
  '94885e505742799654ec231af1cbb00bccad239d337ce3187f85d86092d4c1c2',
  'ad76910d38d506db504ca30eba671524895252d584d59cc4a60a61ab3c12c6e9',
  'cddb3685b0b16f8fc49905e8eb330763f83f89ab078dd46cdacacec19f744c05',
  'd14319b9bd14cfaccd371ffa64d5868f8f5c361dbc153d85ff4776aed133db5c',
  'd876eddfcff4720f36a56a055beb29e2ea3beeb9cb68fabfe9c1659a490063bf',
]);

/** How a name is kept: the hash of its lower-case NFC form. */
export function hashOf(name: string): string {
  return createHash('sha256').update(name.toLowerCase().normalize('NFC')).digest('hex');
}

/** Words of a text, lower case and NFC; whatever is no letter stands between them. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  );
}

/**
 * Which of the forbidden stand in a text, as single words or as two words next to each other, with
 * anything but letters between them. What is found is given as its hash, never as a name.
 */
export function forbiddenIn(
  text: string,
  forbidden: ReadonlySet<string> = FORBIDDEN,
  known: Map<string, string> = new Map(),
): string[] {
  const found = new Set<string>();
  const look = (part: string) => {
    let hash = known.get(part);
    if (hash === undefined) {
      hash = hashOf(part);
      known.set(part, hash);
    }
    if (forbidden.has(hash)) found.add(hash);
  };
  let before: string | undefined;
  for (const word of wordsOf(text)) {
    look(word);
    if (before !== undefined) look(`${before} ${word}`);
    before = word;
  }
  return [...found];
}

/** A text without its accents: as names are written in addresses. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}

/**
 * The names that stand in the slides: who is named after a field of a handler or a decider, and
 * the owners of e-mail addresses, spelled with and without their dots; and the user ids.
 */
export function namesInSlides(slides: string): string[] {
  const fields =
    /(?:Vastuullinen käsittelijä|Käsittelijä:|Päättäjä:) +(\p{Lu}\p{Ll}+) +(\p{Lu}\p{Ll}+)/gu;
  const pairs = [...slides.matchAll(fields)].map(([, one, other]) => [one, other]);
  const mails = [...slides.matchAll(/(\p{L}+)\.(\p{L}+)@/gu)].map(([, one, other]) => [one, other]);
  const owners = new Set(mails.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]).map(lower));
  const words = slides.normalize('NFC').match(/\p{L}+/gu) ?? [];
  words.forEach((word, at) => {
    const next = words[at + 1];
    if (next && owners.has(plain(lower(`${word} ${next}`)))) pairs.push([word, next]);
  });
  const names = [...pairs, ...mails].flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]);
  const users = [...slides.matchAll(/\t(yht\p{Ll}+)\t/gu)].map((found) => found[1] as string);
  return [...new Set([...names, ...users].map(lower))];
}

function lower(text: string): string {
  return text.toLowerCase().normalize('NFC');
}
