/** A name outside of the cluster is outside, and a network that belongs to the cluster is not opened unnoticed. */
import type { App } from '../app';
import { isInside, parseNetwork, renderNetwork, type Network } from '../cidr';
import { targetOf } from '../egress';
import type { Fleet } from '../fleet';
import { alsoTranslated, clusterNetworks, LINK_LOCAL, METADATA } from '../internal-networks';
import { fault, type Issue, type Place } from '../issue';
import { outsideRoutesOf, wildcardBase } from '../outside';
import type { Platform } from '../platform';

/** Domains that lead back into the cluster, and what to write instead. */
type Inside = ReadonlyMap<string, { readonly because: string; readonly fix: string }>;

export function checkOutsideNames(fleet: Fleet): Issue[] {
  const inside = insideDomains(fleet);
  const watched = watchedNetworks(fleet.platform);
  return fleet.tenants.flatMap(({ apps }) =>
    apps.flatMap((app) => [...checkNames(inside, app), ...checkNetworks(watched, app)]),
  );
}

function insideDomains({ platform, tenants }: Fleet): Inside {
  const { domain, clusterDomain } = platform.spec;
  const ownEnd = { because: 'a name inside the cluster', fix: 'write to: {app, endpoint} for an app of the tenant' };
  const publicEnd = (owner: string): { because: string; fix: string } => ({
    because: `a public host of ${owner}, which would lead back through the front`,
    fix: 'write to: {app, endpoint}, or to: {tenant, app, endpoint} where another tenant grants it',
  });
  return new Map([
    ...tenants.flatMap(({ name, spec }) =>
      spec.domains.map((owned) => [owned, publicEnd(`tenant "${name}"`)] as const),
    ),
    [domain, publicEnd('this platform')],
    ...['svc', 'localhost', clusterDomain].map((ending) => [ending, ownEnd] as const),
  ]);
}

function checkNames(inside: Inside, app: App): Issue[] {
  return outsideRoutesOf(app).flatMap(({ egress, fqdn, index }) => {
    const found = suffixesOf(wildcardBase(fqdn) ?? fqdn)
      .flatMap((suffix) => inside.get(suffix) ?? [])
      .at(0);
    if (found === undefined) return [];
    const where = app.source.placeOf(['spec', 'egresses', index, 'to', 'fqdn']);
    return [fault('egress-inside', where, `egress "${egress.name}" leads to "${fqdn}", ${found.because}`, found.fix)];
  });
}

/** `a.b.c` -> `a.b.c`, `b.c`, `c`. */
function suffixesOf(name: string): string[] {
  const labels = name.split('.');
  return labels.map((_, i) => labels.slice(i).join('.'));
}

interface Watched {
  readonly network: Network;
  readonly what: string;
}

function watchedNetworks(platform: Platform): Watched[] {
  const watch = (networks: readonly Network[], what: string): Watched[] =>
    alsoTranslated(networks).map((network) => ({ network, what }));
  return [
    ...watch(METADATA, 'where clouds serve credentials'),
    ...watch(LINK_LOCAL, "the node's own link, where clouds serve credentials"),
    ...watch(clusterNetworks(platform), "the cluster's own, as the platform says"),
  ];
}

/** Declared is allowed: somebody has written it down, and whoever reviews it is told. */
function checkNetworks(watched: readonly Watched[], app: App): Issue[] {
  return app.spec.egresses.flatMap((egress, index): Issue[] => {
    const target = targetOf(egress);
    if (target?.kind !== 'cidr') return [];
    const network = parseNetwork(target.cidr);
    const met = watched.find((one) => isInside(network, one.network));
    if (met === undefined) return [];
    const where: Place = app.source.placeOf(['spec', 'egresses', index, 'to', 'cidr']);
    const around = renderNetwork(met.network);
    const inside = around === renderNetwork(network) ? '' : ` in ${around}`;
    const message = `egress "${egress.name}" opens ${target.cidr}${inside}, ${met.what}`;
    const fix = 'make sure that this app needs it';
    return [{ severity: 'warning', rule: 'egress-internal', where, message, fix }];
  });
}
