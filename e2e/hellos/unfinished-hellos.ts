/** Clients that keep a connection open and the front waiting. */
import { clientHello, cut, inRecords } from './client-hello';
import { CLASSICAL_13, POST_QUANTUM, POST_QUANTUM_SUITES, serverNames } from './extensions';
import { HOST, type Hello } from './hello';

const whole = inRecords(clientHello({ extensions: [...CLASSICAL_13, serverNames(HOST)] }));
const quantum = inRecords(
  clientHello({ extensions: [...POST_QUANTUM, serverNames(HOST)], suites: POST_QUANTUM_SUITES }),
);

function unfinished(id: string, about: string, segments: readonly Buffer[], more: Partial<Hello> = {}): Hello {
  return { id, about, segments, owner: null, isProper: false, ...more };
}

export const UNFINISHED_HELLOS: readonly Hello[] = [
  unfinished('silent', 'nothing at all', []),
  unfinished('one-byte', 'one byte', [whole.subarray(0, 1)]),
  unfinished('half', 'half a hello', [whole.subarray(0, whole.length / 2)]),
  unfinished('half-quantum', 'X25519MLKEM768, all but the last byte', [quantum.subarray(0, -1)]),
  unfinished('slow', 'X25519MLKEM768, ten bytes every quarter of a second', cut(quantum, 10), {
    pauseMilliseconds: 250,
  }),
  unfinished('half-ended', 'half a hello, and the end', [whole.subarray(0, whole.length / 2)], { ends: true }),
  unfinished('ended', 'the end at once', [], { ends: true }),
];
