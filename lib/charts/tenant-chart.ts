/** One tenant: everything in its folder, and nothing that depends on another tenant but those that its grants name. */
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { DnsEndpoint } from '../constructs/dns-endpoint';
import { EgressGateway } from '../constructs/egress/egress-gateway';
import { TlsRoutes } from '../constructs/front/tls-routes';
import { Gate } from '../constructs/gate';
import { NetworkPolicies } from '../constructs/network-policies';
import { OwnCertificates } from '../constructs/own-certificates';
import { TenantAuthority } from '../constructs/tenant-authority';
import { TenantNamespace } from '../constructs/tenant-namespace';
import { TenantTrust } from '../constructs/tenant-trust';
import { TenantWorkload } from '../constructs/tenant-workload';
import type { DrawableStore } from '../model/certificate';
import type { Flow } from '../model/flow';
import { hasGate, planTenantFlows } from '../model/flows';
import { hasOwnPods } from '../model/front-engine';
import type { Grant, TenantGrants } from '../model/grants';
import { namespaceOf } from '../model/names';
import { hasEgressGateway } from '../model/outside';
import type { Platform } from '../model/platform';
import type { Tenant } from '../model/tenant';

export interface TenantChartProps {
  readonly platform: Platform;
  readonly tenant: Tenant;
  readonly grants: TenantGrants;
  readonly certificates: DrawableStore;
}

export class TenantChart extends Chart {
  constructor(scope: Construct, id: string, { platform, tenant, grants, certificates }: TenantChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    const flows = planTenantFlows(platform, tenant, grants);
    new TenantNamespace(this, 'namespace', { platform, tenant });
    new NetworkPolicies(this, 'policies', { platform, namespace: namespaceOf(tenant), flows });
    if (platform.spec.secrets.mode === 'cert-manager') new TenantAuthority(this, 'authority', { tenant, certificates });
    else new TenantTrust(this, 'trust', { tenant, certificates });
    new OwnCertificates(this, 'own-certificates', { platform, tenant });
    if (hasGate(tenant)) {
      new Gate(this, 'gate', { platform, tenant, certificates });
      if (!hasOwnPods(platform)) new TlsRoutes(this, 'routes', { platform, tenant });
    }
    if (hasEgressGateway(tenant)) new EgressGateway(this, 'egress', { platform, tenant, certificates });
    const records = platform.spec.dnsRecords;
    if (hasGate(tenant) && records?.kind === 'DNSEndpoint') new DnsEndpoint(this, 'dns', { platform, tenant, records });
    const received = flowsByReceiver(tenant, flows);
    const calls = callsByCaller(grants.calls);
    for (const app of tenant.apps) {
      const props = {
        platform,
        tenant,
        app,
        flows: received.get(app.name) ?? [],
        calls: calls.get(app.name) ?? [],
        certificates,
      };
      new TenantWorkload(this, `app-${app.name}`, props);
    }
  }
}

/** By app: a tenant of thousands of apps has as many flows, and no app looks through those of the others. */
function flowsByReceiver(tenant: Tenant, flows: readonly Flow[]): ReadonlyMap<string, readonly Flow[]> {
  const byApp = new Map<string, Flow[]>();
  for (const flow of flows) {
    if (flow.to.kind !== 'app' || flow.to.tenant !== tenant.name) continue;
    const received = byApp.get(flow.to.app);
    if (received === undefined) byApp.set(flow.to.app, [flow]);
    else received.push(flow);
  }
  return byApp;
}

function callsByCaller(calls: readonly Grant[]): ReadonlyMap<string, readonly Grant[]> {
  const byApp = new Map<string, Grant[]>();
  for (const grant of calls) {
    const { name } = grant.call.caller;
    const own = byApp.get(name);
    if (own === undefined) byApp.set(name, [grant]);
    else own.push(grant);
  }
  return byApp;
}
