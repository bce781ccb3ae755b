/** The gibibyte of programs/pattern.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const patternProgram = readFileSync(join(__dirname, 'programs', 'pattern.py'), 'utf8');

/** SHA-256 of it. */
export const PATTERN_DIGEST = '3a22378b3ff96721cb91dabef50ab13613f61bf2a94a9edfe19d7f1a0f81ef54';
