#!/usr/bin/env node
/** The program itself. */
import { processIo } from './io';
import { run } from './program';
import { tuneForShortRun } from '../short-run';

tuneForShortRun();
void run(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
