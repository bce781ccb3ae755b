/** The ways out of the cluster, as flows. */
import type { App } from './app';
import { targetOf } from './egress';
import type { Flow, Party } from './flow';
import type { Place } from './issue';
import { outsideRoutes } from './outside';
import { EGRESS_PORT } from './ports';
import type { Tenant } from './tenant';

/** From apps to the egress gateway, from there to the ports that they name, and from apps to networks; each once. */
export function outwardFlows(tenant: Tenant): Flow[] {
  const gateway: Party = { kind: 'egress', tenant: tenant.name };
  const routes = outsideRoutes(tenant);
  const placeOf = (app: App, index: number): Place => app.source.placeOf(['spec', 'egresses', index]);
  return [
    ...firstOf(routes, ({ app }) => app.name).map(({ app, index }): Flow => ({
      from: { kind: 'app', tenant: tenant.name, app: app.name },
      to: gateway,
      listener: 'egress',
      port: EGRESS_PORT,
      origin: placeOf(app, index),
    })),
    ...firstOf(routes, ({ port }) => port).map(({ app, index, port }): Flow => ({
      from: gateway,
      to: { kind: 'outside', name: 'internet' },
      listener: 'outside',
      port,
      origin: placeOf(app, index),
    })),
    ...tenant.apps.flatMap(toNetworks(tenant.name)),
  ];
}

function toNetworks(tenant: string): (app: App) => Flow[] {
  return (app) => {
    const opened = app.spec.egresses.flatMap((egress, index) => {
      const target = targetOf(egress);
      if (target?.kind !== 'cidr') return [];
      return target.ports.map((port): Flow => ({
        from: { kind: 'app', tenant, app: app.name },
        to: { kind: 'outside', name: egress.name, cidr: target.cidr },
        listener: 'outside',
        port,
        origin: app.source.placeOf(['spec', 'egresses', index]),
      }));
    });
    return firstOf(opened, ({ to, port }) => `${to.kind === 'outside' ? (to.cidr ?? '') : ''} ${port}`);
  };
}

/** Of those with the same key the first. */
function firstOf<T>(all: readonly T[], keyOf: (one: T) => string | number): T[] {
  return [...new Map([...all].reverse().map((one) => [keyOf(one), one])).values()].reverse();
}
