/** Every door of acme that an attacker in the cluster could try, by every way there is to it. */
import { COMPONENT_LABEL } from '../lib/constructs/pod-labels';
import { FRONT, FRONT_NAMESPACE, GATE, serviceHost } from '../lib/model/names';
import { edgePort, GATE_HTTP_PORT, GATE_PORT, HEALTH_PORT, meshPort } from '../lib/model/ports';
import { httpRequest, type Attempt, type Tls } from './attempt';
import { NODE_ADDRESS } from './environment';
import { must } from './eventually';
import { addressOf, get, list, podOf, type Pod, type Service } from './kubectl';
import { ACME, REDIS_PORT, SHOP_EGRESS, SHOP_PORT, shopHost } from './two-tenants';

/** What the attempts are to be told apart by when one of them succeeds. */
export interface Door extends Attempt {
  readonly name: string;
}

const CLUSTER_DOMAIN = 'cluster.local';

async function podAddress(container: string): Promise<string> {
  return addressOf(await podOf(ACME, container));
}

/** A request to the shop's mesh listener at its pod, as whoever `tls` says. */
export async function shopMesh(tls: Tls = {}): Promise<Attempt> {
  return { host: await podAddress('shop'), port: meshPort(SHOP_PORT), tls, send: httpRequest('shop', '/attempt') };
}

/** By pod address, Service name, cluster address and node port. */
export async function doorsOf(tls: Tls): Promise<readonly Door[]> {
  const [shop, redis, till] = await Promise.all([podAddress('shop'), podAddress('redis'), podAddress('till')]);
  const gate = await gateAddress();
  const front = await get<Service>(FRONT_NAMESPACE, 'service', FRONT);
  const ask = { send: httpRequest('shop', '/attempt') };
  const publicly = { tls: { serverName: shopHost(ACME) }, send: httpRequest(shopHost(ACME), '/attempt') };
  return [
    { name: 'app itself', host: shop, port: SHOP_PORT, ...ask },
    { name: 'mesh', host: shop, port: meshPort(SHOP_PORT), tls, ...ask },
    { name: 'edge of an endpoint that has none', host: shop, port: edgePort(SHOP_PORT), tls, ...ask },
    { name: 'health', host: shop, port: HEALTH_PORT, ...ask },
    { name: 'redis itself', host: redis, port: REDIS_PORT, send: 'PING\r\n' },
    { name: 'mesh of redis', host: redis, port: meshPort(REDIS_PORT), tls, send: 'PING\r\n' },
    { name: 'edge of redis', host: redis, port: edgePort(REDIS_PORT), tls, send: 'PING\r\n' },
    { name: 'gate', host: gate, port: GATE_PORT, ...publicly },
    { name: 'inner listener of the gate for http', host: gate, port: GATE_HTTP_PORT, ...publicly },
    { name: 'egress listener of an app that nobody calls', host: till, port: SHOP_EGRESS, ...ask },
    { name: 'health of an app that nobody calls', host: till, port: HEALTH_PORT, ...ask },
    { name: 'health of the gate', host: gate, port: HEALTH_PORT, ...ask },
    ...(await serviceDoors('shop', SHOP_PORT, tls)),
    ...(await serviceDoors('cache', REDIS_PORT, tls)),
    ...(await serviceDoors('cache', edgePort(REDIS_PORT), tls)),
    ...(await serviceDoors(GATE, GATE_PORT, {})),
    ...(front.spec.ports ?? []).flatMap(({ nodePort }) =>
      nodePort === undefined
        ? []
        : [{ name: 'node port of the front', host: NODE_ADDRESS, port: nodePort, ...publicly }],
    ),
  ];
}

async function gateAddress(): Promise<string> {
  const [pod] = await list<Pod>(ACME, 'pods', '-l', `${COMPONENT_LABEL}=${GATE}`);
  must(pod !== undefined, `${ACME} has no gate`);
  return addressOf(pod);
}

async function serviceDoors(service: string, port: number, tls: Tls): Promise<Door[]> {
  const { clusterIP } = (await get<Service>(ACME, 'service', service)).spec;
  const attempt = { port, tls, send: httpRequest(service, '/attempt') };
  return [
    { name: `Service ${service}:${port} by name`, host: `${serviceHost(ACME, service)}.${CLUSTER_DOMAIN}`, ...attempt },
    { name: `Service ${service}:${port} by cluster address`, host: clusterIP, ...attempt },
  ];
}
