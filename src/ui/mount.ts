import { EventEmitter } from 'node:events';
import { Stream } from 'node:stream';
import { Box, type DOMElement, render } from 'ink';
import { createElement, createRef, type ReactElement } from 'react';
import { putAnsi } from '../screen/ansi';
import { Grid } from '../screen/grid';
import { App } from './app';
import type { View } from './view';

/** A node of Ink's tree as its own output pass reads it. */
interface InkNode {
  readonly nodeName: string;
  readonly childNodes?: readonly InkNode[];
  readonly nodeValue?: string;
  readonly internal_transform?: (text: string, index: number) => string;
  readonly yogaNode?: {
    getComputedLeft(): number;
    getComputedTop(): number;
    getComputedWidth(): number;
  };
  parentNode?: InkNode;
  onRender?: () => void;
}

/** The mounted screen: give it a view, get the grid of cells it shows. */
export interface Mounted {
  paint(view: View): Grid;
  unmount(): void;
}

/** A stdin that is a terminal to Ink and gives nothing: the program owns the real one. */
function silentInput(): NodeJS.ReadStream {
  const input = new EventEmitter() as EventEmitter & Record<string, unknown>;
  input.isTTY = true;
  for (const name of ['setRawMode', 'setEncoding', 'ref', 'unref', 'resume', 'pause']) {
    input[name] = () => input;
  }
  input.read = () => null;
  return input as unknown as NodeJS.ReadStream;
}

/** A stdout of a size that swallows what Ink writes on its own. */
function silentOutput(size: { cols: number; rows: number }): NodeJS.WriteStream {
  const output = new Stream() as Stream & Record<string, unknown>;
  output.isTTY = true;
  output.writable = true;
  Object.defineProperty(output, 'columns', { get: () => size.cols });
  Object.defineProperty(output, 'rows', { get: () => size.rows });
  output.write = () => true;
  return output as unknown as NodeJS.WriteStream;
}

/** Text of a text node with the styles of the nodes inside it, as Ink squashes it. */
function squash(node: InkNode): string {
  let text = '';
  node.childNodes?.forEach((child, index) => {
    let part = child.nodeName === '#text' ? (child.nodeValue ?? '') : squash(child);
    if (part && child.internal_transform) part = child.internal_transform(part, index);
    text += part;
  });
  return text;
}

/**
 * Our own output pass over Ink's tree. Ink's takes 80 % of a frame; ours may be this short because
 * the widgets keep to boxes without borders and rows of text that are cut already.
 */
function paintNode(grid: Grid, node: InkNode, x: number, y: number): void {
  const left = x + Math.round(node.yogaNode?.getComputedLeft() ?? 0);
  const top = y + Math.round(node.yogaNode?.getComputedTop() ?? 0);
  if (node.nodeName === 'ink-text') {
    const own = squash(node);
    const text = node.internal_transform ? node.internal_transform(own, 0) : own;
    const width = Math.round(node.yogaNode?.getComputedWidth() ?? 0);
    if (top >= 0 && top < grid.rows) putAnsi(grid, left, top, text, width);
    return;
  }
  for (const child of node.childNodes ?? []) {
    if (child.yogaNode) paintNode(grid, child, left, top);
  }
}

/** Mounts Ink with silent streams and takes over its frames. */
export function mount(cols: number, rows: number): Mounted {
  const size = { cols, rows };
  const ref = createRef<DOMElement>();
  const wrap = (element: ReactElement | null) =>
    createElement(Box, { ref, width: size.cols, height: size.rows }, element);
  const ink = render(wrap(null), {
    stdin: silentInput(),
    stdout: silentOutput(size),
    stderr: silentOutput(size),
    exitOnCtrlC: false,
    patchConsole: false,
    debug: true,
  });
  let root = ref.current as unknown as InkNode;
  while (root.parentNode) root = root.parentNode;
  // From here on Ink computes the layout and leaves the output to us.
  root.onRender = () => {};
  const yoga = (root as { yogaNode?: { setWidth(width: number): void } }).yogaNode;
  return {
    paint(view) {
      size.cols = view.state.size.cols;
      size.rows = view.state.size.rows;
      yoga?.setWidth(size.cols);
      ink.rerender(wrap(createElement(App, { view })));
      const grid = new Grid(size.cols, size.rows);
      paintNode(grid, root, 0, 0);
      return grid;
    },
    unmount: () => ink.unmount(),
  };
}
