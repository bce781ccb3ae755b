/** Asks pods for the ports that they declare, by number or by name, and says which ones there are. */
import type { PodFacts } from './facts';
import type { DeclaredPort } from './pod-template';
import { listing } from './wording';

/** A target port as Services and policies write it: text is a name, and ports of other protocols do not count. */
export function hasPort({ ports }: PodFacts, target: unknown, protocol: string, lastPort = target): boolean {
  return ports.some((declared) => declared.protocol === protocol && isTarget(declared, target, lastPort));
}

function isTarget({ port, name }: DeclaredPort, target: unknown, lastPort: unknown): boolean {
  if (typeof target !== 'number') return name !== undefined && name === target;
  return port >= target && port <= (typeof lastPort === 'number' ? lastPort : target);
}

/** `"8443/TCP (mesh)", "9000/UDP"`. */
export function listPorts(pods: readonly PodFacts[]): string {
  const ports = pods.flatMap((pod) => pod.ports);
  return listing(
    ports.map(({ port, name, protocol }) => `${port}/${protocol}${name === undefined ? '' : ` (${name})`}`),
  );
}
