/** Addresses to ask about when a test wants to know what is open to the outside, and what a flow there is meant for. */
import { BlockList, isIPv6 } from 'node:net';
import type { Outside } from '../model/flow';
import type { Peer } from './policy-reach';

/** Addresses outside of the cluster, by whether one of the Internet's names may lead there. */
export const OUTSIDE: Readonly<Record<string, boolean>> = {
  '203.0.113.10': true,
  '2001:db8:7::1': true,
  '10.20.0.1': false,
  '192.168.0.1': false,
  '169.254.169.254': false,
  'fd00:ec2::254': false,
};

export function outsideAt(address: string): Peer {
  return { name: address, labels: {}, address };
}

/** Which of them a flow to the outside is meant for. */
export function meantBy({ cidr }: Outside): string[] {
  if (cidr === undefined) return Object.keys(OUTSIDE).filter((address) => OUTSIDE[address] === true);
  const [base = '', length = ''] = cidr.split('/');
  const list = new BlockList();
  list.addSubnet(base, Number(length), isIPv6(base) ? 'ipv6' : 'ipv4');
  // No network of these fleets is that of the metadata addresses itself.
  return Object.keys(OUTSIDE).filter(
    (address) =>
      !/254$/.test(address) && isIPv6(address) === isIPv6(base) && list.check(address, isIPv6(base) ? 'ipv6' : 'ipv4'),
  );
}
