/**
 * Who reaches whom, worked out from finished NetworkPolicies as the API describes them: an evaluation of the tests' own,
 * which shares no code with what draws policies. What it does not know it refuses, so that it never says less than is open.
 */
import { BlockList, isIPv6 } from 'node:net';
import type { KubernetesObject } from '../model/manifest';

/** A pod, or something outside of the cluster (`namespace` undefined: no policy selects it). */
export interface Peer {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** @default one that pods have */
  readonly address?: string;
}

const POD_ADDRESS = '10.244.7.7';

interface Port {
  readonly protocol: string;
  readonly port: number;
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
}

interface Rule {
  readonly from?: readonly {
    readonly namespaceSelector?: Selector;
    readonly podSelector?: Selector;
    readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  }[];
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

/** For two pods: every port that the first may open at the second, such as `TCP 8443`, out of those that any policy names. */
export type Reachability = (from: Peer, to: Peer) => string[];

/** Throws where a policy says something that is not known here. */
export function reachabilityOf(policies: readonly KubernetesObject[]): Reachability {
  policies.forEach(refuseUnknownFields);
  const named = policies.flatMap(({ spec }) => {
    const { ingress = [], egress = [] } = spec as PolicySpec;
    return [...ingress, ...egress].flatMap(({ ports = [] }) => ports);
  });
  const ports = [...new Map(named.map((port) => [`${port.protocol} ${port.port}`, port]))];
  return (from, to) => {
    const leaves = rulesFor(policies, 'egress', from);
    const enters = rulesFor(policies, 'ingress', to);
    const isOpen = (port: Port): boolean => allow(leaves, from, to, port) && allow(enters, to, from, port);
    return ports.flatMap(([text, port]) => (isOpen(port) ? [text] : [])).sort();
  };
}

/** Undefined where no policy selects the pod for that direction, which is then open. */
function rulesFor(policies: readonly KubernetesObject[], direction: Direction, pod: Peer): readonly Rule[] | undefined {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const selecting = policies.filter(({ metadata, spec }) => {
    const { podSelector, policyTypes } = spec as PolicySpec;
    return policyTypes.includes(type) && metadata.namespace === pod.namespace && matches(podSelector, pod.labels);
  });
  return selecting.length === 0 ? undefined : selecting.flatMap(({ spec }) => (spec as PolicySpec)[direction] ?? []);
}

function allow(rules: readonly Rule[] | undefined, pod: Peer, other: Peer, port: Port): boolean {
  if (rules === undefined) return true;
  return rules.some(({ from, to, ports }) => {
    const isPort = ports === undefined || ports.some((p) => p.port === port.port && p.protocol === port.protocol);
    const peers = from ?? to;
    return isPort && (peers === undefined || peers.some((peer) => matchesPeer(peer, pod, other)));
  });
}

function matchesPeer(peer: NonNullable<Rule['from']>[number], pod: Peer, other: Peer): boolean {
  if (peer.ipBlock !== undefined) {
    const { cidr, except = [] } = peer.ipBlock;
    return isIn(other, [cidr]) && !isIn(other, except);
  }
  if (other.namespace === undefined) return false;
  const isNamespace =
    peer.namespaceSelector === undefined
      ? other.namespace === pod.namespace
      : matches(peer.namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace });
  return isNamespace && matches(peer.podSelector ?? {}, other.labels);
}

/** Lists apart by family: Node.js takes every IPv4 address for one of `::ffff:0:0/96`. */
function isIn({ address = POD_ADDRESS }: Peer, networks: readonly string[]): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', length = ''] = network.split('/');
    if (isIPv6(base) === isIPv6(address)) list.addSubnet(base, Number(length), isIPv6(base) ? 'ipv6' : 'ipv4');
  }
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function matches({ matchLabels = {} }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

const KNOWN = new Set(
  'podSelector policyTypes ingress egress from to ports protocol port namespaceSelector matchLabels ipBlock cidr except'.split(
    ' ',
  ),
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
