'use strict';
// The player of a page made by `akti lesson`. What it plays stands in the element `film`:
// rows, frames [ms, step, key, [x, y] | null, [[y, [span]]]], steps { caption, label, end }.
(() => {
  const film = JSON.parse(document.getElementById('film').textContent);
  const { frames, steps } = film;
  const part = (id) => document.getElementById(id);
  const caption = part('caption');
  const keys = part('keys');
  const play = part('play');
  const speed = part('speed');

  /** Place in `steps`, and the frame shown; -1 before the first one. */
  let step = 0;
  let at = -1;
  let timer = 0;
  let pressed = [];
  let cursor = null;
  let lines = [];

  const rows = Array.from({ length: film.rows }, (_, y) => {
    const row = document.createElement('span');
    part('screen').append(...(y ? ['\n', row] : [row]));
    return row;
  });

  /** The classes of a style number: bold, dim, underlined, inverse, and one for the colour. */
  function classesOf(style) {
    const marks = ['b', 'd', 'u', 'i'].filter((_, bit) => style & (1 << bit));
    return (style >> 4 ? [...marks, `c${(style >> 4) - 1}`] : marks).join(' ');
  }

  function spanOf(text, classes) {
    const span = document.createElement('span');
    span.textContent = text;
    span.className = classes;
    return span;
  }

  /** Draws a row; where the cursor stands a cell is marked. */
  function draw(y) {
    if (!rows[y]) return;
    const spans = (lines[y] ?? []).map((one) => (typeof one === 'string' ? [one, 0] : one));
    const parts = [];
    let x = 0;
    for (const [text, style] of spans) {
      const classes = classesOf(style);
      const signs = [...text];
      const here = cursor && cursor[1] === y ? cursor[0] - x : -1;
      if (here >= 0 && here < signs.length) {
        parts.push(spanOf(signs.slice(0, here).join(''), classes));
        parts.push(spanOf(signs[here], `${classes} cursor`));
        parts.push(spanOf(signs.slice(here + 1).join(''), classes));
      } else parts.push(spanOf(text, classes));
      x += signs.length;
    }
    if (cursor && cursor[1] === y && cursor[0] >= x) {
      parts.push(' '.repeat(cursor[0] - x), spanOf(' ', 'cursor'));
    }
    rows[y].replaceChildren(...parts);
  }

  /** Letters pressed in a row are one word. */
  function press(key) {
    const typed = [...key].length === 1;
    const last = pressed.at(-1);
    if (typed && last?.typed) last.text += key;
    else pressed.push({ text: key, typed });
  }

  /** Takes over one frame and gives the rows it changed. */
  function take(frame) {
    const [, inStep, key, place, changed] = frame;
    const touched = changed.map(([y]) => y);
    for (const [y, spans] of changed) lines[y] = spans;
    touched.push(...[cursor, place].flatMap((one) => (one ? [one[1]] : [])));
    cursor = place;
    if (inStep !== step) pressed = [];
    step = inStep;
    if (key) press(key);
    return touched;
  }

  /** Shows the frames up to one; going back begins anew. */
  function show(to) {
    const touched = new Set();
    if (to < at) {
      lines.forEach((_, y) => touched.add(y));
      lines = [];
      cursor = null;
      pressed = [];
      step = 0;
      at = -1;
    }
    while (at < to) {
      at += 1;
      for (const y of take(frames[at])) touched.add(y);
    }
    for (const y of touched) draw(y);
    tell();
  }

  /** Says the step and its keys; the caption is only written when it is another one. */
  function tell() {
    const { label, caption: said } = steps[step];
    const text = `${label}: ${said}`;
    if (caption.textContent !== text) caption.textContent = text;
    keys.textContent = pressed.map(({ text }) => text).slice(-12).join(' ');
  }

  function next() {
    const frame = frames[at + 1];
    if (!frame) return stop();
    const wait = (frame[0] - (at < 0 ? 0 : frames[at][0])) / Number(speed.value);
    timer = setTimeout(() => {
      show(at + 1);
      next();
    }, wait);
  }

  function name() {
    play.textContent = timer ? play.dataset.pause : play.dataset.play;
  }

  function stop() {
    clearTimeout(timer);
    timer = 0;
    name();
  }

  function start() {
    if (at === frames.length - 1) show(steps[0].end);
    next();
    name();
  }

  /** Goes to the end of a step, and plays on from there if it was playing. */
  function goTo(wanted) {
    const playing = timer !== 0;
    stop();
    const target = Math.max(0, Math.min(steps.length - 1, wanted));
    show(steps[target].end);
    step = target;
    tell();
    if (playing && at < frames.length - 1) start();
  }

  const isAtEnd = () => at >= steps[step].end;
  const back = () => goTo(step - 1);
  const forward = () => goTo(isAtEnd() ? step + 1 : step);

  play.addEventListener('click', () => (timer ? stop() : start()));
  part('previous').addEventListener('click', back);
  part('next').addEventListener('click', forward);
  speed.addEventListener('change', () => {
    if (!timer) return;
    clearTimeout(timer);
    next();
  });
  part('player').addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    // There the arrows scroll, or choose.
    if (event.target === speed || event.target === part('screen')) return;
    if (event.key === 'ArrowLeft') back();
    else if (event.key === 'ArrowRight') forward();
    else return;
    event.preventDefault();
  });

  part('player').hidden = false;
  show(steps[0].end);
  tell();
})();
