#!/usr/bin/env node
'use strict';
// What `akti` runs: the bundle beside it, in parts, those of the client with the code that V8 made
// of them when they were built. V8 itself refuses code of another Node or other flags; then, and
// for the part of the centre always, the text is compiled.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

// The space for young objects stays as small as it begins. It would grow to 16 MB in a minute of
// typing, which is a seventh of a session, and what typing leaves behind fits into one. A command
// that works through much sets it free (`src/cli/young-space.ts`). Code is kept by flags: those it
// was made under must be these.
setFlagsFromString('--semi-space-growth-factor=1');

// Written by the build: a hash in the names keeps text and code of one build together.
const names = { program: '%PROGRAM%', packages: '%PACKAGES%', centre: '%CENTRE%' };
const scripts = {};

function codeOf(part) {
  try {
    return readFileSync(join(__dirname, `${names[part]}.cache`));
  } catch {
    return undefined;
  }
}

/** Loads a part. Its text is one function of what a module is given, all ASCII. */
function load(part, ...given) {
  const filename = join(__dirname, `${names[part]}.cjs`);
  const script = new Script(readFileSync(filename, 'latin1'), {
    filename,
    cachedData: codeOf(part),
  });
  scripts[part] = script;
  return script.runInThisContext()(require, filename, ...given);
}

const loaded = {};

/** Gives what a part exports, loaded when it is first asked for. */
function part(name) {
  return () => {
    loaded[name] ??= load(name);
    return loaded[name];
  };
}

/** Runs the program; the packages it can begin without are loaded when one of them is used. */
function start() {
  load('program', part('packages'), part('centre'));
}

if (require.main === module) start();
else module.exports = { names, scripts, start };
