/** What an egress says beside its target goes together, and what a network or a list of ports says is meant. */
import type { App } from '../app';
import { hasHostBits, isInside, parseNetwork, renderNetwork } from '../cidr';
import { targetOf, type Egress } from '../egress';
import { NEVER } from '../internal-networks';
import { fault, type Issue, type Place } from '../issue';
import { isKeySecret } from '../names';
import { wildcardBase } from '../outside';
import { isOriginated } from '../outside-tls';

const OUTSIDE_FIELDS = ['tls', 'ca', 'clientCertificate'] as const;
const ORIGINATOR_FIELDS = ['ca', 'clientCertificate'] as const;
/** Wider than that is no network that somebody has, but a part of the Internet. */
const WIDEST = { 4: 8, 6: 16 } as const;

type At = (...path: readonly (string | number)[]) => Place;

/** Needs no other document. */
export function checkOutside(app: App): Issue[] {
  return app.spec.egresses.flatMap((egress, index) => {
    const at: At = (...path) => app.source.placeOf(['spec', 'egresses', index, ...path]);
    const target = targetOf(egress);
    if (target === undefined) return [];
    const isNamed = target.kind === 'fqdn';
    return [
      ...(target.kind === 'cidr' ? checkNoLocalPort(egress, at) : checkLocalPort(egress, at)),
      ...(isNamed ? checkOrigination(egress, target.fqdn, at) : checkNoTls(egress, at)),
      ...(isNamed ? [...checkAuthority(egress, at), ...checkSecrets(egress, at)] : []),
      ...(target.kind === 'cidr'
        ? [...checkNetwork(egress, target.cidr, at), ...checkOutsidePorts(egress, target.ports, at)]
        : []),
    ];
  });
}

function checkLocalPort({ name, localPort }: Egress, at: At): Issue[] {
  if (localPort !== undefined) return [];
  const message = `egress "${name}" has no localPort, so the app has no place to call`;
  return [fault('egress-field', at('name'), message, 'add localPort, a port on 127.0.0.1 from 1024 to 65535')];
}

/** No proxy is in the way of a network, so there is no port of one. */
function checkNoLocalPort({ name, localPort }: Egress, at: At): Issue[] {
  if (localPort === undefined) return [];
  const message = `localPort does not belong to egress "${name}", which leads to a network: the app calls its addresses itself`;
  return [fault('egress-field', at('localPort'), message, 'remove localPort')];
}

function checkNoTls(egress: Egress, at: At): Issue[] {
  return OUTSIDE_FIELDS.filter((field) => egress[field] !== undefined).map((field) =>
    fault(
      'egress-field',
      at(field),
      `${field} does not belong to egress "${egress.name}", only to one that leads to an fqdn`,
      `remove ${field}`,
    ),
  );
}

function checkOrigination(egress: Egress, fqdn: string, at: At): Issue[] {
  const { name } = egress;
  if (isOriginated(egress)) {
    if (wildcardBase(fqdn) === undefined) return [];
    const message = `egress "${name}" has tls: originate, and the sidecar cannot tell which name of "${fqdn}" is meant`;
    return [
      fault('egress-field', at('tls'), message, 'name one host, or let the app begin TLS and write tls: passthrough'),
    ];
  }
  return ORIGINATOR_FIELDS.filter((field) => egress[field] !== undefined).map((field) =>
    fault(
      'egress-field',
      at(field),
      `${field} of egress "${name}" is for TLS that the sidecar begins, and here the app does`,
      `remove ${field}, or write tls: originate`,
    ),
  );
}

function checkAuthority({ name, ca }: Egress, at: At): Issue[] {
  if (ca === undefined || (ca.configMap === undefined) !== (ca.secret === undefined)) return [];
  const got = ca.configMap === undefined ? 'neither configMap nor secret' : 'both configMap and secret';
  return [fault('egress-field', at('ca'), `ca of egress "${name}" has ${got}`, 'name one of the two')];
}

/** A sibling's key would be a sibling's identity. */
function checkSecrets({ ca, clientCertificate }: Egress, at: At): Issue[] {
  const named = [
    { secret: ca?.secret, where: () => at('ca', 'secret') },
    { secret: clientCertificate?.secret, where: () => at('clientCertificate', 'secret') },
  ];
  return named.flatMap(({ secret, where }) =>
    secret !== undefined && isKeySecret(secret)
      ? [
          fault(
            'key-reference',
            where(),
            `Secret "${secret}" holds the keys of an identity`,
            'refer to a Secret of your own',
          ),
        ]
      : [],
  );
}

function checkNetwork({ name }: Egress, cidr: string, at: At): Issue[] {
  const network = parseNetwork(cidr);
  const written = renderNetwork(network);
  const refuse = (message: string, fix: string): Issue[] => [fault('egress-network', at('to', 'cidr'), message, fix)];
  if (hasHostBits(cidr))
    return refuse(
      `cidr "${cidr}" of egress "${name}" has bits outside of its mask`,
      `write ${written}, or a longer mask`,
    );
  const widest = WIDEST[network.family];
  if (network.length < widest)
    return refuse(
      `cidr "${cidr}" of egress "${name}" is a part of the Internet and no network; allowed: /${widest} and narrower`,
      'name the networks that are meant, or call servers by name with fqdn and port',
    );
  const never = NEVER.find((one) => isInside(network, one));
  if (never === undefined) return [];
  return refuse(
    `cidr "${cidr}" of egress "${name}" lies in ${renderNetwork(never)}, addresses of the machine itself, its link, or many at once`,
    'name the network of the server that is meant',
  );
}

function checkOutsidePorts({ name }: Egress, ports: readonly number[], at: At): Issue[] {
  return ports.flatMap((port, i) =>
    ports.indexOf(port) === i
      ? []
      : [
          fault(
            'egress-ports',
            at('to', 'ports', i),
            `port ${port} of egress "${name}" is listed twice`,
            'remove one of the two',
          ),
        ],
  );
}
