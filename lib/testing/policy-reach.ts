/**
 * Who reaches whom, worked out from finished NetworkPolicies as the API describes them: an evaluation of the tests' own,
 * which shares no code with what draws policies. What it does not know it refuses, so that it never says less than is open.
 */
import type { KubernetesObject } from '../model/manifest';

/** A pod, or something outside of the cluster (`namespace` undefined: no policy selects it). */
export interface Peer {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Port {
  readonly protocol: string;
  readonly port: number;
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}

interface Rule {
  readonly from?: readonly { readonly namespaceSelector?: Selector; readonly podSelector?: Selector }[];
  readonly to?: Rule['from'];
  readonly ports?: readonly Port[];
}

interface PolicySpec {
  readonly podSelector: Selector;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

type Direction = 'ingress' | 'egress';

/** Every port that `from` may open at `to`, such as `TCP 8443`, out of those that any policy names. */
export function portsBetween(policies: readonly KubernetesObject[], from: Peer, to: Peer): string[] {
  policies.forEach(refuseUnknownFields);
  const named = policies.flatMap(({ spec }) => {
    const { ingress = [], egress = [] } = spec as PolicySpec;
    return [...ingress, ...egress].flatMap(({ ports = [] }) => ports);
  });
  const ports = [...new Map(named.map((port) => [`${port.protocol} ${port.port}`, port]))];
  return ports
    .filter(([, port]) => allows(policies, 'egress', from, to, port) && allows(policies, 'ingress', to, from, port))
    .map(([text]) => text)
    .sort();
}

/** What nothing selects for a direction is open in it. */
function allows(
  policies: readonly KubernetesObject[],
  direction: Direction,
  pod: Peer,
  other: Peer,
  port: Port,
): boolean {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const selecting = policies.filter(({ metadata, spec }) => {
    const { podSelector, policyTypes } = spec as PolicySpec;
    return policyTypes.includes(type) && metadata.namespace === pod.namespace && matches(podSelector, pod.labels);
  });
  if (selecting.length === 0) return true;
  const rules = selecting.flatMap(({ spec }) => (spec as PolicySpec)[direction] ?? []);
  return rules.some((rule) => {
    const peers = direction === 'ingress' ? rule.from : rule.to;
    const isPeer = peers === undefined || peers.some((peer) => matchesPeer(peer, pod, other));
    const isPort =
      rule.ports === undefined || rule.ports.some((p) => p.port === port.port && p.protocol === port.protocol);
    return isPeer && isPort;
  });
}

function matchesPeer(peer: NonNullable<Rule['from']>[number], pod: Peer, other: Peer): boolean {
  if (other.namespace === undefined) return false;
  const isNamespace =
    peer.namespaceSelector === undefined
      ? other.namespace === pod.namespace
      : matches(peer.namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace });
  return isNamespace && matches(peer.podSelector ?? {}, other.labels);
}

function matches({ matchLabels = {} }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

const KNOWN = new Set(
  'podSelector policyTypes ingress egress from to ports protocol port namespaceSelector matchLabels'.split(' '),
);

function refuseUnknownFields({ metadata, spec }: KubernetesObject): void {
  const visit = (value: unknown, isLabels: boolean): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (!isLabels && !Array.isArray(value) && !KNOWN.has(key))
        throw new Error(`${key} in ${metadata.name} is not known here`);
      if (!isLabels) visit(child, key === 'matchLabels');
    }
  };
  visit(spec, false);
}
