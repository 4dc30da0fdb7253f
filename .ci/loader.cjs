#!/usr/bin/env node
'use strict';
// What `akti` runs: the bundle beside it, in two parts, each with the code that V8 made of it when
// it was built. V8 itself refuses code of another Node or other flags; then the text is compiled.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

// Written by the build: a hash in the names keeps text and code of one build together.
const names = { program: '%PROGRAM%', packages: '%PACKAGES%' };
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

let packages;

/** Runs the program; the packages it can begin without are loaded when one of them is used. */
function start() {
  load('program', () => {
    packages ??= load('packages');
    return packages;
  });
}

if (require.main === module) start();
else module.exports = { names, scripts, start };
