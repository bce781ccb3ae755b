/**
 * What is particular to the cluster that the tests run on, all of it, each with the variable that says otherwise. The
 * defaults fit a one-node cluster whose client on the Internet lives in a network namespace of the same machine.
 */
import { resolve } from 'node:path';
import { givePublicAddress } from './kubectl';

function setting(name: string, usual: string): string {
  return process.env[name] ?? usual;
}

/** Holds nginx 1.30, python3, curl, redis and tcpdump; its entry point is /bin/sh. */
export const IMAGE = setting('GATEHOUSE_E2E_IMAGE', 'gatehouse.test/tools:1');

/** Words put before a command to run it as a client on the Internet; the machine there has curl, openssl and python3. */
export const CLIENT_PREFIX = setting('GATEHOUSE_E2E_CLIENT', 'nsenter --net=/run/netns/gh-client')
  .split(' ')
  .filter((word) => word !== '');

/** The address that this client has, as the apps must see it. */
export const CLIENT_ADDRESS = setting('GATEHOUSE_E2E_CLIENT_ADDRESS', '203.0.113.10');

/** The public address of the front. */
export const PUBLIC_ADDRESS = setting('GATEHOUSE_E2E_ADDRESS', '203.0.113.1');

/** An address of a node, to try node ports at. */
export const NODE_ADDRESS = setting('GATEHOUSE_E2E_NODE', '192.0.2.1');

/** Network interface of the node that all traffic between pods crosses. */
export const POD_INTERFACE = setting('GATEHOUSE_E2E_POD_INTERFACE', 'cni0');

/** `patch`: no load balancer gives the Service its address, so the tests do; `wait`: the cluster's own does. */
const LOAD_BALANCER = setting('GATEHOUSE_E2E_LOAD_BALANCER', 'patch');

/** Sees to it that the Service is reached at PUBLIC_ADDRESS. */
export async function publish(namespace: string, service: string): Promise<void> {
  if (LOAD_BALANCER === 'patch') await givePublicAddress(namespace, service, PUBLIC_ADDRESS);
}

/**
 * The sealing certificate of the cluster's sealed-secrets controller. With the demo's the demo seed goes, with any other one that the
 * test makes up.
 */
export const SEALING_CERTIFICATE = setting('GATEHOUSE_E2E_SEALING', resolve(__dirname, '../fleet/pki/sealing.pem'));

/** Whether the fleet stays on the cluster after the tests, to look at. The next run begins by removing it. */
export const KEEP = setting('GATEHOUSE_E2E_KEEP', '') !== '';
