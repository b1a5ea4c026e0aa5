#!/usr/bin/env node
// The Solidity compiler as an executable for forge: the npm package is WebAssembly, and forge, which would
// download a native one, must build without a network. Answers the two calls that forge makes and no others.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';

const require = createRequire(import.meta.url);
const version = require('solc/package.json').version;
const args = process.argv.slice(2);

if (args.includes('--version')) {
  // Loading the compiler takes most of a second, and forge asks for its version on every run.
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${version}`);
} else if (args.includes('--standard-json')) {
  // One compilation is too short to repay V8's optimising tier: without it, a third less processor time.
  setFlagsFromString('--liftoff-only');
  const { compile } = require('solc');
  // forge puts all sources into the request, so its --base-path and --allow-paths have nothing to add.
  process.stdout.write(compile(readFileSync(0, 'utf8')));
} else {
  console.error('tools/solc.mjs answers --version and --standard-json only.');
  process.exitCode = 1;
}
