import { Box } from 'ink';
import type { ReactElement } from 'react';
import { worldOf } from '../desk/env';
import { gridHeight, paneHeight, paneWidth } from '../desk/layout';
import type { Line } from '../screen/cell';
import { diaryRows, recordRows } from './screens/diary-rows';
import { formRows } from './screens/form-rows';
import { gridRows } from './screens/grid-rows';
import { overlayLaid } from './screens/overlay-rows';
import { startRows } from './screens/start-rows';
import { composeRow, type View } from './view';
import { FootBars, framed, TopBars } from './widgets/bars';
import { Popup } from './widgets/popup';
import { Rows } from './widgets/rows';

/** Rows of the form in a tab; a work grid has the rows of the day under its entry line. */
function formPane(view: View, height: number): readonly Line[] {
  const { state, env } = view;
  const entry = state.entries[state.pane];
  if (!entry) return [];
  const world = worldOf(env, { ...state, overlay: null }, entry);
  const below = world.form.grid ? gridHeight(state.size) : 0;
  const form = formRows(view, world, entry, paneWidth(state.size), height - below);
  return below ? [...form.lines, ...gridRows(view, below)] : form.lines;
}

function paneLines(view: View, height: number): readonly Line[] {
  const { state } = view;
  if (state.pane === 'start') return startRows(view, height);
  if (state.pane === 'diary') return diaryRows(view, height);
  if (state.shownRecord) {
    return recordRows(view.env, state, view.words, state.shownRecord, paneWidth(state.size));
  }
  return formPane(view, height);
}

/** The whole screen as a pure function of the desk. Smaller than 20×6 there is only a sentence. */
export function App({ view }: { view: View }): ReactElement {
  const { state } = view;
  const { cols, rows } = state.size;
  if (tooSmall(state.size)) {
    return (
      <Box width={cols} height={rows}>
        <Rows
          lines={[composeRow([{ x: 0, line: [{ text: view.words.t('screen.small') }] }], cols)]}
        />
      </Box>
    );
  }
  const height = paneHeight(state.size);
  const width = paneWidth(state.size);
  const lines = paneLines(view, height);
  const pane = Array.from({ length: height }, (_, y) => framed(lines[y] ?? [], width));
  const laid = state.overlay ? overlayLaid(view, state.overlay) : null;
  return (
    <Box width={cols} height={rows} flexDirection="column">
      <TopBars view={view} />
      <Rows lines={pane} />
      <FootBars view={view} />
      {laid ? <Popup place={laid.place} title={laid.title} lines={laid.lines} /> : null}
    </Box>
  );
}

/** True for a window in which no form can be shown. */
export function tooSmall(size: { cols: number; rows: number }): boolean {
  return size.cols < 40 || size.rows < 10;
}
