/** What in a page can lead out of it: attributes that load or lead, and names in its own code. */
const LEADING =
  /^(src|srcset|href|xlink:href|action|formaction|data|poster|background|ping|cite)$/i;
const IN_STYLE = /url\(|@import|image-set|src\s*:/i;
const IN_SCRIPT =
  /https?:|\/\/[a-z]|fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\s*\(|\.src\b|\.href\b|location|window\.open|Worker|innerHTML|eval|Function\(/;

const TAG = /<([a-z][a-z0-9]*)((?:\s+[^\s=>/]+(?:=(?:"[^"]*"|'[^']*'|[^\s>]*))?)*)\s*\/?>/giu;
const ATTRIBUTE = /([^\s=]+)=(?:"([^"]*)"|'([^']*)'|([^\s]*))/gu;
const COMMENT_LINE = /^\s*\/\/.*$/gmu;

/**
 * Everything in a page of ours that could ask an address for something, or lead to one; empty for a
 * page that needs nothing but itself. Text is text, also when it reads like an address.
 */
export function addressesIn(html: string): string[] {
  const found: string[] = [];
  const elements = html.replace(
    /<(script|style)([^>]*)>([\s\S]*?)<\/\1>/giu,
    (whole, name, attributes, inner) => {
      const code = inner.replace(COMMENT_LINE, '');
      const isData = /type="application\/json"/.test(attributes);
      const way = name === 'style' ? IN_STYLE : IN_SCRIPT;
      const hit = isData ? null : way.exec(code);
      if (hit) found.push(`${name}: ${hit[0]}`);
      return whole.slice(0, whole.indexOf('>') + 1);
    },
  );
  for (const [, name = '', attributes = ''] of elements.matchAll(TAG)) {
    if (/^(img|iframe|object|embed|link|base|video|audio|source|form|a|svg)$/i.test(name)) {
      found.push(`element ${name}`);
    }
    for (const [, key = '', ...values] of attributes.matchAll(ATTRIBUTE)) {
      const value = values.find((one) => one !== undefined) ?? '';
      if (LEADING.test(key) || /^on|^style$/i.test(key)) found.push(`${name} ${key}=${value}`);
    }
    if (/http-equiv="?refresh/i.test(attributes)) found.push(`${name} refresh`);
  }
  return found;
}
