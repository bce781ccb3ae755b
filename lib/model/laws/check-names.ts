/** Names are free to take, taken once, and still fit when they are composed. */
import type { App } from '../app';
import type { Fleet } from '../fleet';
import { fault, type Issue, type Place } from '../issue';
import { EGRESS, GATE, peersServiceOf } from '../names';
import type { Tenant } from '../tenant';
import { checkClaims, type Claim } from './first-seen';

/**
 * Namespaces that are the cluster's or Gatehouse's own, and names that would let `<ns>.svc` stand for something else
 * (`svc`, `local`, `localhost`).
 */
const RESERVED_TENANTS = ['default', 'svc', 'local', 'localhost'];
const RESERVED_TENANT_PREFIXES = ['kube-', 'gatehouse-'];
/** The gate; the egress gateway; the ServiceAccount that every namespace has. */
const RESERVED_APPS = [GATE, EGRESS, 'default'];
/** 63 less the suffix that Kubernetes adds: `-<10 characters>`, a controller revision or a CronJob's time. */
const LONGEST_SUFFIXED_NAME = 52;

export function checkNames(fleet: Fleet): Issue[] {
  return [
    ...checkClaims(fleet.tenants.map(tenantClaim)),
    ...fleet.tenants.flatMap((tenant) => [
      ...checkTenantName(fleet, tenant),
      ...checkClaims(tenant.apps.flatMap(serviceClaims)),
      ...tenant.apps.flatMap((app) => [...checkAppName(app), ...checkClaims(memberClaims(app))]),
    ]),
  ];
}

const nameOf = ['metadata', 'name'];

function tenantClaim({ name, source }: Tenant): Claim {
  const where = (): Place => source.placeOf(nameOf);
  return { key: name, where, what: `tenant "${name}"`, rule: 'duplicate-tenant', fix: 'give each tenant its own name' };
}

function serviceClaims({ name, source, spec }: App): Claim[] {
  const where = (): Place => source.placeOf(nameOf);
  const own: Claim = {
    key: name,
    where,
    what: `app "${name}"`,
    rule: 'duplicate-app',
    fix: 'give each app its own name',
  };
  if (spec.workload !== 'StatefulSet') return [own];
  const peers = peersServiceOf(name);
  const what = `Service "${peers}", the one of StatefulSet "${name}"`;
  return [own, { key: peers, where, what, rule: 'duplicate-app', fix: 'rename one of the two apps' }];
}

function memberClaims({ source, spec }: App): Claim[] {
  const claim =
    (list: 'endpoints' | 'egresses', word: string) =>
    (member: { readonly name: string }, index: number): Claim => ({
      key: `${list} ${member.name}`,
      where: () => source.placeOf(['spec', list, index, 'name']),
      what: `${word} "${member.name}"`,
      rule: `duplicate-${word}`,
      fix: `give each ${word} of the app its own name`,
    });
  return [...spec.endpoints.map(claim('endpoints', 'endpoint')), ...spec.egresses.map(claim('egresses', 'egress'))];
}

function checkTenantName(fleet: Fleet, { name, source }: Tenant): Issue[] {
  const reserved =
    [...RESERVED_TENANTS, ...fleet.platform.spec.clusterDomain.split('.')].includes(name) ||
    RESERVED_TENANT_PREFIXES.some((prefix) => name.startsWith(prefix));
  if (!reserved) return [];
  const message = `tenant name "${name}" is reserved: it would be a namespace or a DNS name of the cluster or of Gatehouse`;
  return [fault('reserved-name', source.placeOf(nameOf), message, 'choose another name and rename its folder')];
}

function checkAppName({ name, source, spec }: App): Issue[] {
  if (RESERVED_APPS.includes(name)) {
    return [
      fault(
        'reserved-name',
        source.placeOf(nameOf),
        `app name "${name}" is reserved for an object of Gatehouse`,
        'choose another name',
      ),
    ];
  }
  const suffixed = spec.workload === 'StatefulSet' || spec.workload === 'CronJob';
  if (!suffixed || name.length <= LONGEST_SUFFIXED_NAME) return [];
  const message = `app name "${name}" has ${name.length} characters; a ${spec.workload} may have ${LONGEST_SUFFIXED_NAME}, since Kubernetes appends 11`;
  return [fault('name-too-long', source.placeOf(nameOf), message, 'choose a shorter name')];
}
