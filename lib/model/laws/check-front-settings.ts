/** The front's redirect has a port of its own, and DNS records have targets where external-dns cannot find them itself. */
import { DNS_ANNOTATIONS, dnsNamesOf } from '../dns-records';
import type { Fleet } from '../fleet';
import { fault, type Issue } from '../issue';
import type { Platform } from '../platform';

export function checkFrontSettings(fleet: Fleet): Issue[] {
  return [...checkRedirect(fleet.platform), ...checkTargets(fleet.platform), ...checkAnnotations(fleet)];
}

function checkRedirect({ spec: { front }, source }: Platform): Issue[] {
  const { redirect } = front;
  if (redirect === undefined || ![front.port, ...front.ports].includes(redirect.port)) return [];
  const where = source.placeOf(['spec', 'front', 'redirect', 'port']);
  const message = `port ${redirect.port} of redirect is a public port of TLS`;
  return [fault('port-clash', where, message, 'choose another port, such as 80')];
}

function checkTargets({ spec: { dnsRecords }, source }: Platform): Issue[] {
  if (dnsRecords === undefined) return [];
  const { kind, targets } = dnsRecords;
  const path = ['spec', 'dnsRecords'];
  if (kind === 'annotation') {
    if (targets === undefined) return [];
    const message = 'with kind annotation external-dns finds the targets itself';
    return [fault('dns-records', source.placeOfKey([...path, 'targets']), message, 'remove targets')];
  }
  if (targets === undefined) {
    const message = 'kind DNSEndpoint leads names to targets, and there are none';
    return [
      fault('dns-records', source.placeOf([...path, 'kind']), message, "add targets: [ADDRESS], the front's own"),
    ];
  }
  const names = targets.filter((target) => !target.includes(':') && !/^[0-9.]+$/.test(target));
  if (names.length === 0 || targets.length === 1) return [];
  const message = `target ${names[0] ?? ''} is a host name beside other targets; a name that is an alias has no other records (RFC 1034 §3.6.2)`;
  return [
    fault('dns-records', source.placeOfKey([...path, 'targets']), message, 'write one host name, or addresses alone'),
  ];
}

/** Kubernetes' limit for all annotations of an object (apimachinery, ValidateAnnotations). */
const MOST_ANNOTATION_BYTES = 262_144;

function checkAnnotations({ platform, tenants }: Fleet): Issue[] {
  const { dnsRecords, front } = platform.spec;
  if (dnsRecords?.kind !== 'annotation') return [];
  const taken = Object.values(DNS_ANNOTATIONS).filter((key) => Object.hasOwn(front.serviceAnnotations, key));
  const bytes = tenants.flatMap((tenant) => dnsNamesOf(platform, tenant)).join(',').length;
  const where = platform.source.placeOf(['spec', 'dnsRecords', 'kind']);
  return [
    ...taken.map((key) =>
      fault(
        'dns-records',
        platform.source.placeOf(['spec', 'front', 'serviceAnnotations', key]),
        `annotation ${key} is written by dnsRecords, too`,
        'remove it, or remove dnsRecords',
      ),
    ),
    ...(bytes <= MOST_ANNOTATION_BYTES - RESERVE_BYTES
      ? []
      : [
          fault(
            'dns-records',
            where,
            `the names of all tenants take ${bytes} bytes in one annotation; Kubernetes allows ${MOST_ANNOTATION_BYTES} for all annotations of an object`,
            'write kind: DNSEndpoint, which gives each tenant an object of its own',
          ),
        ]),
  ];
}

/** For the other annotations of the Service. */
const RESERVE_BYTES = 16_384;
