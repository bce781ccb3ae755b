/**
 * A tenant's routes from the Gateway to its gate, one for each public port that it uses. Each lies beside the Service that it
 * leads to, so no ReferenceGrant opens the namespace to anybody. Source: Gateway API "TLSRoute", v1.
 */
import { Construct } from 'constructs';
import { hasListenerSets } from '../../model/front-engine';
import { planFrontRoutes, type FrontListener } from '../../model/front-routes';
import {
  FRONT,
  FRONT_NAMESPACE,
  GATE,
  gatewaySectionOf,
  hostnamesOf,
  listenerSetOf,
  namespaceOf,
} from '../../model/names';
import type { Platform } from '../../model/platform';
import { publicRoutes } from '../../model/public-routes';
import type { Tenant } from '../../model/tenant';
import { KubernetesResource } from '../kubernetes-resource';
import { objectMetadata } from '../object-metadata';
import { podLabels } from '../pod-labels';
import { GATEWAY_API } from './gateway-front';

export interface TlsRoutesProps {
  readonly platform: Platform;
  /** A tenant with at least one public endpoint. */
  readonly tenant: Tenant;
}

export class TlsRoutes extends Construct {
  constructor(scope: Construct, id: string, { platform, tenant }: TlsRoutesProps) {
    super(scope, id);
    const namespace = namespaceOf(tenant);
    const labels = podLabels({ kind: 'gate', tenant: tenant.name });
    for (const listener of planFrontRoutes({ platform, tenants: [tenant] })) {
      const [route] = listener.routes;
      if (route === undefined) continue;
      const name = listener.isFirst ? GATE : `${GATE}-${listener.publicPort}`;
      new KubernetesResource(this, name, {
        apiVersion: GATEWAY_API,
        kind: 'TLSRoute',
        metadata: objectMetadata({ kind: 'TLSRoute', name, namespace, labels }),
        spec: {
          parentRefs: parentRefs(platform, tenant, listener),
          hostnames: hostsOn(platform, tenant, listener.publicPort),
          rules: [
            { backendRefs: [{ group: '', kind: 'Service', name: route.service, port: route.servicePort, weight: 1 }] },
          ],
        },
      });
    }
  }
}

/** The tenant's own ListenerSet, or each of its listeners: without naming them a route would take its names on every port. */
function parentRefs(platform: Platform, tenant: Tenant, listener: FrontListener): unknown[] {
  const parent = { group: 'gateway.networking.k8s.io', namespace: FRONT_NAMESPACE };
  if (hasListenerSets(platform))
    return [{ ...parent, kind: 'ListenerSet', name: listenerSetOf(tenant.name, listener) }];
  return hostnamesOf(listener.routes.map(({ domain }) => domain)).map(({ section }) => ({
    ...parent,
    kind: 'Gateway',
    name: FRONT,
    sectionName: gatewaySectionOf(tenant.name, listener, section),
  }));
}

/**
 * Whole hosts: the API lets a wildcard take names of any depth, but not every implementation does (Traefik 3.7 takes one label). Who may
 * use which is up to the listeners.
 */
function hostsOn(platform: Platform, tenant: Tenant, publicPort: number): string[] {
  const routes = publicRoutes(platform, tenant).filter((route) => route.publicPort === publicPort);
  return [...new Set(routes.map(({ host }) => host))];
}
