/**
 * nginx.conf of a sidecar: for each endpoint a mesh listener (mutual TLS; the caller's subject must be on the list), for
 * each public endpoint whose TLS ends here an edge listener, for each egress a listener on 127.0.0.1.
 */
import type { App } from '../model/app';
import { targetOf, type EgressTarget } from '../model/egress';
import { hasEdge, isServed } from '../model/endpoint';
import type { Flow } from '../model/flow';
import type { Grant } from '../model/grants';
import { outsideRoutesOf } from '../model/outside';
import { planAppOwnLeaves } from '../model/own-certificates';
import type { Platform } from '../model/platform';
import type { Tenant } from '../model/tenant';
import { renderZones } from './client-limits';
import { renderProbes } from './carried-probes';
import { renderEdgeListener } from './listeners/edge-listener';
import { renderEgressListener } from './listeners/egress-listener';
import { renderMeshListener } from './listeners/mesh-listener';
import { renderOutsideListener } from './listeners/outside-listener';
import {
  block,
  healthServer,
  LARGE_MAPS,
  LONG_NAMES,
  mainContext,
  REFUSALS_LOG,
  resolver,
  TEMPORARY_PATHS,
} from './nginx-config';
import { ownLeafFolder } from './own-leaves';

export interface SidecarConfigProps {
  readonly platform: Platform;
  readonly tenant: Tenant;
  readonly app: App;
  /** Those that end at this app, and any others. */
  readonly flows: readonly Flow[];
  /** Those of this app's egresses. */
  readonly calls: readonly Grant[];
}

/** Names outside have a listener of their own, networks none. */
const OUTWARDS = new Set<EgressTarget['kind'] | undefined>(['fqdn', 'cidr']);

export function renderSidecarConfig(props: SidecarConfigProps): string {
  const { platform, tenant, app, flows } = props;
  const { endpoints, egresses } = app.spec;
  const stream = [
    LARGE_MAPS,
    LONG_NAMES,
    REFUSALS_LOG,
    resolver(platform),
    ownLeafFolder(planAppOwnLeaves(platform, tenant, app)),
    endpoints.flatMap((endpoint) => (isServed(endpoint) ? renderMeshListener(tenant, app, endpoint, flows) : [])),
    renderZones(endpoints.flatMap((endpoint) => (hasEdge(endpoint) ? { name: endpoint.name, endpoint } : []))),
    endpoints.flatMap((endpoint) => (hasEdge(endpoint) ? renderEdgeListener(platform, app, endpoint) : [])),
    egresses.flatMap((egress) => (OUTWARDS.has(targetOf(egress)?.kind) ? [] : renderEgressListener(props, egress))),
    outsideRoutesOf(app).flatMap((route) => renderOutsideListener(platform, tenant, route)),
  ];
  const main = [
    mainContext({ platform, workers: 1, connections: 4096 }),
    block('stream', stream.flat()),
    block('http', [...TEMPORARY_PATHS, healthServer(renderProbes(app.spec.pod))]),
    '',
  ];
  return main.flat().join('\n');
}
