#!/usr/bin/env node
'use strict';
// What `akti` runs: the bundle beside it, with the code V8 made of it when it was built. V8 itself
// refuses code made by another Node or under other flags; then the bundle is compiled anew.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

// A session makes little garbage at a time: a young generation that stays at its first size costs
// no time that can be measured and saves some megabytes for each user of a host.
setFlagsFromString('--semi-space-growth-factor=1');

// Written by the build: the names hold a hash, so that code and text are always of one build.
const bundle = join(__dirname, '%BUNDLE%');
const cache = join(__dirname, '%CACHE%');

function readCache() {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}

/** The bundle as a script; with `cachedData` it is not parsed. ASCII only, so read as bytes. */
function load(cachedData) {
  return new Script(readFileSync(bundle, 'latin1'), { filename: bundle, cachedData });
}

/** Runs a loaded bundle: it is one function of what a module is given. */
function run(script) {
  script.runInThisContext()(require, bundle);
}

if (require.main === module) run(load(readCache()));
else module.exports = { cache, load, run };
