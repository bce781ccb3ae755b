/**
 * The front as a Gateway of the Gateway API (1.5 or later): an implementation that the cluster has routes by name and hands
 * TLS through. One ListenerSet for each tenant and public port has that tenant's domains and takes routes of that tenant's
 * namespace alone, so no route, whoever writes it, gets a name that is not its namespace's. They lie beside the Gateway, where
 * tenants write nothing. Sources: Gateway API "ListenerSet" (GEP-1713), "TLSRoute", "Listener", v1 of the standard channel.
 */
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Fleet } from '../../model/fleet';
import { planFrontRoutes, type FrontListener, type FrontRoute } from '../../model/front-routes';
import { FRONT, FRONT_NAMESPACE, hostnamesOf, listenerSetOf } from '../../model/names';
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
    new KubernetesResource(this, 'gateway', {
      apiVersion: GATEWAY_API,
      kind: 'Gateway',
      metadata: objectMetadata({ kind: 'Gateway', name: FRONT, namespace }),
      spec: gatewaySpec(platform),
    });
    for (const listener of planFrontRoutes(fleet)) {
      for (const [tenant, routes] of byTenant(listener)) {
        const name = listenerSetOf(tenant, listener);
        new KubernetesResource(this, `listeners-${name}`, {
          apiVersion: GATEWAY_API,
          kind: 'ListenerSet',
          metadata: objectMetadata({ kind: 'ListenerSet', name, namespace }),
          spec: listenerSetSpec(tenant, listener, routes),
        });
      }
    }
  }
}

function byTenant({ routes }: FrontListener): ReadonlyMap<string, readonly FrontRoute[]> {
  const tenants = new Map<string, FrontRoute[]>();
  for (const route of routes) tenants.set(route.tenant, [...(tenants.get(route.tenant) ?? []), route]);
  return tenants;
}

/** A Gateway must have a listener itself: this one's name is nobody's, and no route can be written for it. */
function gatewaySpec({ spec: { domain, front } }: Platform): unknown {
  const annotations = front.serviceAnnotations;
  return {
    gatewayClassName: front.gatewayApi?.className,
    ...(Object.keys(annotations).length === 0 ? {} : { infrastructure: { annotations } }),
    allowedListeners: { namespaces: { from: 'Same' } },
    listeners: [{ ...passthrough('nobody', front.port, domain), allowedRoutes: routesFrom({ from: 'Same' }) }],
  };
}

/** A wildcard takes names of any depth below it, and not the domain itself (Gateway API "Hostname"). */
function listenerSetSpec(tenant: string, { publicPort }: FrontListener, routes: readonly FrontRoute[]): unknown {
  const selector = { matchLabels: { 'kubernetes.io/metadata.name': tenant } };
  const allowedRoutes = routesFrom({ from: 'Selector', selector });
  return {
    parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: FRONT },
    listeners: routes.flatMap(({ domain }, index) =>
      hostnamesOf(domain).map((hostname) => {
        const name = `${hostname === domain ? 'domain' : 'below'}-${index + 1}`;
        return { ...passthrough(name, publicPort, hostname), allowedRoutes };
      }),
    ),
  };
}

function passthrough(name: string, port: number, hostname: string): Record<string, unknown> {
  return { name, port, protocol: 'TLS', hostname, tls: { mode: 'Passthrough' } };
}

function routesFrom(namespaces: Readonly<Record<string, unknown>>): unknown {
  return { kinds: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute' }], namespaces };
}
