/**
 * Which addresses are never meant by a name on the Internet: an allowed name may be made to lead to any of them by whoever
 * runs its DNS. Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890), RFC 6052 §3.1.
 */
import { isInside, parseNetwork, renderNetwork, translated, type Network } from './cidr';
import type { Platform } from './platform';

/** Where clouds serve credentials to whoever asks: AWS, Azure, Google Cloud and others; the second is AWS over IPv6. */
export const METADATA = ['169.254.169.254/32', 'fd00:ec2::254/128'].map(parseNetwork);

/** Addresses of the machine itself, of its link, or of many at once: no network that an app could name. */
export const NEVER = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // `::`, `::1`, and `::ffff:0:0/96`, which the API server refuses in a policy.
  '::/32',
  'fe80::/10',
  'ff00::/8',
].map(parseNetwork);

/** Clouds serve more than credentials there (169.254.170.2, 169.254.169.123), nodes their own caches of DNS. */
export const LINK_LOCAL = ['169.254.0.0/16'].map(parseNetwork);

/** Networks of one's own: declared by `{cidr, ports}`, never reached by name. */
const PRIVATE = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  'fc00::/7',
  'fec0::/10',
  '100::/64',
].map(parseNetwork);

const NAT64 = parseNetwork('64:ff9b::/96');

/** Ways of carrying IPv4 in IPv6 that lead to any IPv4 address: local NAT64, Teredo, 6to4. */
const CARRIERS = ['64:ff9b:1::/48', '2001::/32', '2002::/16'].map(parseNetwork);

/** Networks of this cluster, as far as the platform says which they are. */
export function clusterNetworks({ spec }: Platform): Network[] {
  const pods = spec.podNetworks.map(parseNetwork).filter(({ length }) => length > 0);
  return [...pods, ...spec.internalNetworks.map(parseNetwork)];
}

/** What no egress by name reaches, whatever DNS says: none of them lies in another, sorted. */
export function notPublic(platform: Platform): Network[] {
  return outermost(alsoTranslated([...NEVER, ...LINK_LOCAL, ...PRIVATE, ...CARRIERS, ...clusterNetworks(platform)]));
}

/** What `declared` does not reach although it lies in it: nobody means these by naming a network around them. */
export function notMeantBy(platform: Platform, declared: Network): Network[] {
  const special = alsoTranslated([...METADATA, ...NEVER, ...LINK_LOCAL, ...clusterNetworks(platform)]);
  return outermost(special.filter((one) => isInside(one, declared) && one.length > declared.length));
}

/** With the addresses under which a translator leads to those of IPv4. */
export function alsoTranslated(networks: readonly Network[]): Network[] {
  return [...networks, ...networks.filter(({ family }) => family === 4).map((network) => translated(network, NAT64))];
}

/** Sorted, so that the order in which they are listed changes nothing. */
function outermost(networks: readonly Network[]): Network[] {
  const sorted = [...networks].sort(
    (a, b) => a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : a.length - b.length),
  );
  const kept: Network[] = [];
  for (const network of sorted) {
    const last = kept.at(-1);
    if (last === undefined || !isInside(network, last)) kept.push(network);
  }
  return kept;
}

/** For `ipBlock.except` and messages. */
export function renderNetworks(networks: readonly Network[]): string[] {
  return networks.map(renderNetwork);
}
