/** All ports of one pod: what the app listens on, where its sidecar listens for it, and where its egresses begin. */
import type { App } from '../app';
import { fault, type Issue, type Place } from '../issue';
import { hasEdge, isServed } from '../endpoint';
import { edgePort, HEALTH_PORT, LOWEST_UNPRIVILEGED_PORT, meshPort } from '../ports';
import { renderPlace } from './first-seen';

interface PortUse {
  readonly port: number;
  readonly what: string;
  readonly where: () => Place;
}

export function checkPorts(app: App): Issue[] {
  return [...checkClashes(portUses(app), app), ...checkLocalPorts(app)];
}

/** Every port that the pod's loopback address or the sidecar takes, but for the health listener's. */
export function portUses(app: App): PortUse[] {
  const { endpoints, egresses } = app.spec;
  return [
    ...endpoints.flatMap((endpoint, index): PortUse[] => {
      const where = (): Place => app.source.placeOf(['spec', 'endpoints', index, 'port']);
      return [
        { port: endpoint.port, what: `endpoint "${endpoint.name}"`, where },
        ...(isServed(endpoint)
          ? [
              {
                port: meshPort(endpoint.port),
                what: `the sidecar's mesh listener of endpoint "${endpoint.name}"`,
                where,
              },
            ]
          : []),
        ...(hasEdge(endpoint)
          ? [
              {
                port: edgePort(endpoint.port),
                what: `the sidecar's edge listener of endpoint "${endpoint.name}"`,
                where,
              },
            ]
          : []),
      ];
    }),
    ...egresses.flatMap(({ name, localPort }, index): PortUse[] => {
      const where = (): Place => app.source.placeOf(['spec', 'egresses', index, 'localPort']);
      return localPort === undefined ? [] : [{ port: localPort, what: `egress "${name}"`, where }];
    }),
  ];
}

function checkClashes(uses: readonly PortUse[], app: App): Issue[] {
  const own: PortUse = {
    port: HEALTH_PORT,
    what: "the sidecar's health listener",
    where: () => app.source.placeOf([]),
  };
  const first = new Map<number, PortUse>([[HEALTH_PORT, own]]);
  const told = new Set<string>();
  return uses.flatMap((use) => {
    const earlier = first.get(use.port);
    if (earlier === undefined) {
      first.set(use.port, use);
      return [];
    }
    // The listeners that derive from a port clash where the port itself does: that is one mistake.
    const key = renderPlace(use.where());
    if (told.has(key)) return [];
    told.add(key);
    const message = `port ${use.port} of ${use.what} is taken by ${earlier.what} (${renderPlace(earlier.where())})`;
    const fix = 'choose a port whose last four digits are free in this pod';
    return [fault('port-clash', use.where(), message, fix)];
  });
}

function checkLocalPorts(app: App): Issue[] {
  return app.spec.egresses.flatMap(({ name, localPort }, index) =>
    localPort === undefined || localPort >= LOWEST_UNPRIVILEGED_PORT
      ? []
      : [
          fault(
            'local-port',
            app.source.placeOf(['spec', 'egresses', index, 'localPort']),
            `localPort ${localPort} of egress "${name}" cannot be bound by a sidecar that is not root; allowed: 1024 to 65535`,
            'choose a higher port',
          ),
        ],
  );
}
