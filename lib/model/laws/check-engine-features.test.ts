/** What an engine does not have is refused where it is asked for. */
import { aFleet, type FleetChanges } from '../../testing/a-fleet';
import { renderIssue } from '../issue';
import { checkEngineFeatures } from './check-engine-features';

const WEB = { name: 'web', port: 8080, protocol: 'http', expose: 'public' } as const;
const LIMITED = { ...WEB, allowFrom: ['192.0.2.0/24'], limits: { concurrent: 9, requests: { perSecond: 1 } } };
const SHOP = { name: 'acme', apps: [{ name: 'shop', endpoints: [LIMITED] }] };
const K8SNIFF = { engine: 'k8sniff', k8sniff: { image: 'registry.example/k8sniff:1' } } as const;
const dataPlane = { namespace: 'envoy', podLabels: { app: 'envoy' } };
const GATEWAY = { engine: 'gateway-api', gatewayApi: { className: 'envoy', dataPlane } } as const;

function faultsOf(changes: FleetChanges): string[] {
  return checkEngineFeatures(aFleet(changes)).map((issue) => renderIssue(issue));
}

test('nginx has all of it, and so has a gateway that sends the PROXY protocol for what needs no more than that', () => {
  expect(faultsOf({ platform: { front: { redirect: { port: 80 } } }, tenants: [SHOP] })).toEqual([]);
  const told = { ...GATEWAY, gatewayApi: { ...GATEWAY.gatewayApi, sendsProxyProtocol: true } };
  expect(faultsOf({ platform: { front: told }, tenants: [SHOP] })).toEqual([]);
});

test('k8sniff has no redirect, and takes all clients for one', () => {
  expect(faultsOf({ platform: { front: { ...K8SNIFF, redirect: { port: 80 } } }, tenants: [SHOP] })).toEqual([
    expect.stringContaining(
      'front engine "k8sniff" has no redirect from plain HTTP; engine "nginx" has; remove redirect, and set it up in the engine itself where it can',
    ),
    expect.stringContaining(
      'allowFrom would take all clients for one: front engine "k8sniff" does not tell the gate a client\'s address; remove allowFrom, or choose a front that sends the PROXY protocol',
    ),
    expect.stringContaining('limits.concurrent would take all clients for one'),
    expect.stringContaining('limits.requests would take all clients for one'),
  ]);
});

test('the Service of a gateway is not ours', () => {
  expect(faultsOf({ platform: { front: GATEWAY, dnsRecords: { kind: 'annotation' } } })).toEqual([
    expect.stringContaining(
      'front engine "gateway-api" has a Service that is not Gatehouse\'s, so it gets no annotation with DNS names; write kind: DNSEndpoint, with targets',
    ),
  ]);
});
