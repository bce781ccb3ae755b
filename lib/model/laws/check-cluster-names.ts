/**
 * No public domain is one of the cluster's own names. A tenant's authority may sign whatever lies below the tenant's public
 * domains, so one of `globex.svc` would let it sign the names of globex's Services.
 */
import type { Fleet } from '../fleet';
import { fault, type Issue, type Place } from '../issue';
import { isWithin } from '../names';

/** Every authority may sign localhost; `<app>.<tenant>.svc` are the names of Services. */
const OWN_ENDINGS = ['svc', 'localhost'];

export function checkClusterNames({ platform, tenants }: Fleet): Issue[] {
  const { domain, clusterDomain } = platform.spec;
  const own = [...OWN_ENDINGS, clusterDomain];
  // Around clusterDomain the platform's may lie: its tenants' do not, since labels of clusterDomain are no tenant names.
  const endings = own.filter((ending) => isWithin(domain, ending));
  return [
    ...endings.map((ending) => refuse(domain, ending, platform.source.placeOf(['spec', 'domain']))),
    ...tenants.flatMap(({ spec, source }) =>
      spec.domains.flatMap((claimed, index) =>
        own
          .filter((ending) => isWithin(claimed, ending) || isWithin(ending, claimed))
          .map((ending) => refuse(claimed, ending, source.placeOf(['spec', 'domains', index]))),
      ),
    ),
  ];
}

function refuse(domain: string, ending: string, where: Place): Issue {
  const message = `domain "${domain}" overlaps "${ending}", which are names inside the cluster`;
  return fault('domain-owner', where, message, 'choose a domain that DNS on the Internet leads to the front');
}
