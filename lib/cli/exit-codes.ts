/** Exit codes of every command. */

/** All is well. */
export const FINE = 0;
/** Faults in the input, in the proof, or in the command line: the user's to repair. */
export const FAULTS = 1;
/** Our own mistake. */
export const BROKEN = 2;
