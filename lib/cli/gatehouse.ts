#!/usr/bin/env node
/** The program itself. */
import { processIo } from './io';
import { run } from './program';

process.exitCode = run(process.argv.slice(2), processIo());
