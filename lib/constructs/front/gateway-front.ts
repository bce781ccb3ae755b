/**
 * The front as a Gateway of the Gateway API (1.5 or later): an implementation that the cluster has routes by name and hands
 * TLS through. One ListenerSet for each tenant and public port has that tenant's domains and takes routes of that tenant's
 * namespace alone, so no route, whoever writes it, gets a name that is not its namespace's. They lie beside the Gateway, where
 * tenants write nothing. Sources: Gateway API "ListenerSet" (GEP-1713), "TLSRoute", "Listener", v1 of the standard channel.
 */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Fleet } from '../../model/fleet';
import { hasListenerSets } from '../../model/front-engine';
import { planFrontRoutes, type FrontListener, type FrontRoute } from '../../model/front-routes';
import { FRONT, FRONT_NAMESPACE, gatewaySectionOf, hostnamesOf, listenerSetOf } from '../../model/names';
import type { Platform } from '../../model/platform';
import { KubernetesResource } from '../kubernetes-resource';
import { objectMetadata } from '../object-metadata';
import { restrictedNamespaceLabels } from '../restricted-namespace';

export const GATEWAY_API = 'gateway.networking.k8s.io/v1';

export interface GatewayFrontProps {
  readonly fleet: Fleet;
}

export class GatewayFront extends Construct {
  constructor(scope: Construct, id: string, { fleet }: GatewayFrontProps) {
    super(scope, id);
    const { platform } = fleet;
    const namespace = FRONT_NAMESPACE;
    new KubernetesResource(
      this,
      'namespace',
      k8s.KubeNamespace.manifest({}),
      objectMetadata({ kind: 'Namespace', name: namespace, labels: restrictedNamespaceLabels(platform) }),
    );
    const holders = planFrontRoutes(fleet).flatMap(tenantListeners);
    const areSets = hasListenerSets(platform);
    new KubernetesResource(this, 'gateway', {
      apiVersion: GATEWAY_API,
      kind: 'Gateway',
      metadata: objectMetadata({ kind: 'Gateway', name: FRONT, namespace }),
      spec: gatewaySpec(platform, areSets ? [] : holders.flatMap(gatewayListeners)),
    });
    if (!areSets) return;
    for (const { tenant, listener, routes } of holders) {
      const name = listenerSetOf(tenant, listener);
      new KubernetesResource(this, `listeners-${name}`, {
        apiVersion: GATEWAY_API,
        kind: 'ListenerSet',
        metadata: objectMetadata({ kind: 'ListenerSet', name, namespace }),
        spec: {
          parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: FRONT },
          listeners: listenersOf({ tenant, listener, routes }),
        },
      });
    }
  }
}

/** One tenant's names on one public port. */
interface TenantListeners {
  readonly tenant: string;
  readonly listener: FrontListener;
  readonly routes: readonly FrontRoute[];
}

function tenantListeners(listener: FrontListener): TenantListeners[] {
  const tenants = new Map<string, FrontRoute[]>();
  for (const route of listener.routes) tenants.set(route.tenant, [...(tenants.get(route.tenant) ?? []), route]);
  return [...tenants].map(([tenant, routes]) => ({ tenant, listener, routes }));
}

/** A Gateway must have a listener itself: this one's name is nobody's, and no route can be written for it. */
function gatewaySpec({ spec: { domain, front } }: Platform, more: readonly unknown[]): unknown {
  const annotations = front.serviceAnnotations;
  const nobodys = { ...passthrough('nobody', front.port, domain), allowedRoutes: routesFrom({ from: 'Same' }) };
  return {
    gatewayClassName: front.gatewayApi?.className,
    ...(Object.keys(annotations).length === 0 ? {} : { infrastructure: { annotations } }),
    ...(more.length > 0 ? {} : { allowedListeners: { namespaces: { from: 'Same' } } }),
    listeners: [nobodys, ...more],
  };
}

/** A wildcard takes names of any depth below it, and not the domain itself (Gateway API "Hostname"). */
function listenersOf({ tenant, listener, routes }: TenantListeners): Record<string, unknown>[] {
  const selector = { matchLabels: { 'kubernetes.io/metadata.name': tenant } };
  const allowedRoutes = routesFrom({ from: 'Selector', selector });
  return hostnamesOf(routes.map(({ domain }) => domain)).map(({ section, hostname }) => ({
    ...passthrough(section, listener.publicPort, hostname),
    allowedRoutes,
  }));
}

/** The same, under names that are no other tenant's. */
function gatewayListeners(holder: TenantListeners): Record<string, unknown>[] {
  return listenersOf(holder).map((listener) => ({
    ...listener,
    name: gatewaySectionOf(holder.tenant, holder.listener, String(listener['name'])),
  }));
}

function passthrough(name: string, port: number, hostname: string): Record<string, unknown> {
  return { name, port, protocol: 'TLS', hostname, tls: { mode: 'Passthrough' } };
}

function routesFrom(namespaces: Readonly<Record<string, unknown>>): unknown {
  return { kinds: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute' }], namespaces };
}
