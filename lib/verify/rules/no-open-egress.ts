import { fieldAt, isFields, listAt, textAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import { parseLabelSelector } from '../label-selector';
import { holds, networkBits } from '../network-bits';
import type { Finding, Rule } from '../rule';
import { quote } from '../wording';

/** Networks that somebody has declared, as the policy that opens one says. */
const DECLARED_ANNOTATION = 'gatehouse.dev/declared-network';
const COMPONENT_LABEL = 'gatehouse.dev/component';
const EGRESS_GATEWAY = 'egress';

/** The machine itself and its link, on which clouds serve credentials: never without saying so. */
const GUARDED = inBits(
  '169.254.169.254/32',
  'fd00:ec2::254/128',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '::1/128',
  'fe80::/10',
);
/** Networks of one's own: named, or closed in whatever lies around them. */
const PRIVATE = inBits('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7');

/** In bits: two halves of everything are everything. */
const NARROWEST_PART_OF_THE_INTERNET = 7;

/**
 * A name that an app may call leads wherever its DNS says, and a network is wider than it looks.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-ipblock-selectors
 */
export const noOpenEgress: Rule = {
  id: 'no-open-egress',
  summary:
    'No NetworkPolicy opens every address, except to an egress gateway those of the Internet, nor a metadata address or private network that nobody has declared',
  faults: checkPolicy,
};

interface Network {
  readonly network: string;
  readonly bits: string;
}

function inBits(...networks: readonly string[]): Network[] {
  return networks.map((network) => ({ network, bits: networkBits(network) ?? '' }));
}

function checkPolicy({ groupKind, fields, metadata }: IndexedObject): readonly Finding[] {
  if (groupKind !== 'NetworkPolicy.networking.k8s.io') return [];
  const spec = fieldAt(fields, 'spec');
  const declared = textAt(metadata, 'annotations', DECLARED_ANNOTATION);
  return listAt(spec, 'egress').flatMap((rule) => {
    const peers = listAt(rule, 'to');
    if (peers.length === 0) return [OPEN];
    return peers.flatMap((peer) => {
      const block = fieldAt(peer, 'ipBlock');
      return block === undefined ? [] : checkBlock(spec, block, declared);
    });
  });
}

const OPEN: Finding = {
  message: 'an egress rule has nothing under to, which opens every address there is',
  fix: 'name pods or networks under to, or remove the rule',
};

function checkBlock(spec: unknown, block: unknown, declared: string | undefined): Finding[] {
  const written = isFields(block) ? block['cidr'] : undefined;
  const cidr = networkBits(written);
  if (cidr === undefined) {
    return [{ message: `ipBlock.cidr ${quote(written)} is no network`, fix: 'write one such as 192.0.2.0/24' }];
  }
  const closed = listAt(block, 'except').flatMap((except) => networkBits(except) ?? []);
  const isOpen = ({ bits }: Network): boolean => {
    const met = holds(cidr, bits) ? bits : holds(bits, cidr) ? cidr : undefined;
    return met !== undefined && !closed.some((except) => holds(except, met));
  };
  const isAround = ({ bits }: Network): boolean => bits.length > cidr.length;
  const isDeclared = declared !== undefined && declared === written;
  const opened = [
    ...GUARDED.filter((network) => isOpen(network) && (isAround(network) || !isDeclared)),
    ...PRIVATE.filter((network) => isOpen(network) && isAround(network)),
  ];
  return [
    ...opened.map(({ network }) => ({
      message: `ipBlock.cidr ${quote(written)} opens ${network}, which nobody has declared`,
      fix: `add ${network} under except, or declare just that network`,
    })),
    ...(cidr.length - 1 > NARROWEST_PART_OF_THE_INTERNET || isGateway(spec) ? [] : [tooOpen(written)]),
  ];
}

function tooOpen(written: unknown): Finding {
  return {
    message: `ipBlock.cidr ${quote(written)} opens the Internet to pods that are no egress gateway`,
    fix: `name the networks that they need, or select pods by the label ${COMPONENT_LABEL}: ${EGRESS_GATEWAY}`,
  };
}

/** Whether the policy selects pods of egress gateways and no others. */
function isGateway(spec: unknown): boolean {
  return parseLabelSelector(fieldAt(spec, 'podSelector')).some(
    ({ key, operator, values }) =>
      key === COMPONENT_LABEL &&
      operator === 'In' &&
      values.length > 0 &&
      values.every((value) => value === EGRESS_GATEWAY),
  );
}
