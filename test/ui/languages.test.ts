import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/base/language';
import { BUTTONS } from '../../src/forms/buttons';
import { PANES, SMALL_PANES } from '../../src/forms/panes';
import type { CommandId } from '../../src/keys/commands';
import type { Base } from '../../src/store/base';
import { paintPicture } from '../../src/ui/picture';
import { CONTEXTS } from '../contract/contexts';
import { Desk, viewOf } from '../contract/desk';
import { Bases, IDENTIFIERS, undone } from '../contract/world';
import { SHIPPED } from '../words/data-words';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const screenOf = (desk: Desk) => paintPicture(viewOf(desk.env, desk.state)).text();
const FORMS = Object.keys(BUTTONS);

describe.each(LANGUAGES)('at 80 columns in %s', (lang) => {
  const { words } = SHIPPED[lang];

  it.each(FORMS)('every button under %s is whole, narrower the one under the hands', (form) => {
    undone(base, () => {
      const panes = [...PANES, ...SMALL_PANES];
      const command = panes.find((pane) => pane.form === form)?.command as CommandId;
      const desk = new Desk(base, { lang }).type(IDENTIFIERS.client).keys('Enter').command(command);
      const captions = (BUTTONS[form] ?? []).map((one) => words.t(`button.${one}`));
      const row = screenOf(desk).at(20);
      for (const caption of captions) expect(row).toContain(` ${caption} `);
      captions.forEach((caption, at) => {
        desk.state = { ...desk.state, button: at, size: { cols: 60, rows: 20 } };
        expect(screenOf(desk).at(16)).toContain(`>${caption} `);
      });
    });
  });

  it('every tab and menu is whole', () => {
    const desk = new Desk(base, { lang }).type(IDENTIFIERS.client).keys('Enter');
    const [menus, , tabs] = screenOf(desk);
    for (const { command } of PANES) expect(tabs).toContain(words.t(`tab.${command}`));
    for (const menu of ['arkisto', 'nayta', 'tapahtumat', 'ohje']) {
      expect(menus).toContain(` ${words.t(`menu.${menu}`)}`);
    }
  });

  it('no screen holds a word key, an open placeholder or another language', () => {
    const others = LANGUAGES.filter((other) => other !== lang);
    for (const { reach, options, name } of CONTEXTS) {
      undone(base, () => {
        const desk = new Desk(base, { ...options, lang });
        reach(desk);
        const text = screenOf(desk).join('\n');
        // Phrases have places of their own in braces, shown as they are written.
        const { overlay } = desk.state;
        if (overlay?.kind === 'list' && overlay.purpose === 'phrase') return;
        expect(text, name).not.toMatch(/[‹›]|\{[a-z_]+\??\}|undefined|\[object/);
        if (desk.state.size.cols < 60) return;
        for (const other of others) {
          expect(text, name).not.toContain(` ${SHIPPED[other].words.t('menu.tyokalu')} `);
        }
      });
    }
  });
});
