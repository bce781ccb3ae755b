/**
 * The client kits: for each public endpoint what somebody outside needs to reach it, in a folder of the output that no
 * Kubernetes program reads. Nothing in it is secret.
 */
import { trustPem } from '../model/certificate-chain';
import type { DrawableStore } from '../model/certificate';
import { kitFolder, planClientKits } from '../model/client-kits';
import type { Fleet } from '../model/fleet';
import { trustedGenerations } from '../model/generations';
import { certificateIds } from '../model/names';
import { foreignHosts } from '../model/own-certificates';
import type { Platform } from '../model/platform';
import { protocols } from '../model/protocols';
import type { PublicRoute } from '../model/public-routes';
import type { Tenant } from '../model/tenant';
import { renderGhostunnel } from './ghostunnel';
import { renderKitReadme } from './kit-readme';
import { renderStunnel } from './stunnel';

/** Text by path, relative to the output folder. */
export function renderClientKits({ platform, tenants }: Fleet, certificates: DrawableStore): Map<string, string> {
  return new Map(tenants.flatMap((tenant) => [...renderTenantKits(platform, tenant, certificates)]));
}

/** One tenant's part of {@link renderClientKits}. */
export function renderTenantKits(platform: Platform, tenant: Tenant, certificates: DrawableStore): Map<string, string> {
  const routes = planClientKits(platform, tenant);
  const authority = routes.length === 0 ? undefined : trustOf(platform, tenant, certificates);
  const foreign = new Map(foreignHosts(platform, tenant).map(({ host, whose }) => [host, whose]));
  return new Map(
    routes.flatMap((route) => {
      const whose = foreign.get(route.host);
      return filesOf(tenant, route, whose === undefined ? authority : undefined, whose);
    }),
  );
}

/** The tenant's twins (docs/decisions/0008); nothing where the cluster itself makes them. */
function trustOf(platform: Platform, tenant: Tenant, certificates: DrawableStore): string | undefined {
  if (platform.spec.secrets.mode === 'cert-manager') return undefined;
  const generations = trustedGenerations(tenant.spec.pki.generations);
  return trustPem(certificates, ...generations.map((number) => certificateIds.twin(tenant.name, number)));
}

function filesOf(
  tenant: Tenant,
  route: PublicRoute,
  authority: string | undefined,
  foreign: string | undefined,
): [string, string][] {
  const folder = kitFolder(tenant, route.app, route.endpoint.name);
  const hasWrapper = protocols[route.endpoint.protocol].wrapper !== 'useless';
  return [
    [`${folder}/README.md`, renderKitReadme({ tenant, route, hasAuthority: authority !== undefined, foreign })],
    ...(authority === undefined ? [] : ([[`${folder}/ca.crt`, authority]] satisfies [string, string][])),
    ...(hasWrapper
      ? ([
          [`${folder}/ghostunnel.sh`, renderGhostunnel(route)],
          [`${folder}/stunnel.conf`, renderStunnel(route)],
        ] satisfies [string, string][])
      : []),
  ];
}
