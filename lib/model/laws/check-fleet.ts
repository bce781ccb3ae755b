/** The laws that no single document can break or keep alone. */
import type { Fleet } from '../fleet';
import type { Issue } from '../issue';
import { checkApp } from './check-app';
import { checkClientKits } from './check-client-kits';
import { checkClusterNames } from './check-cluster-names';
import { checkDates } from './check-dates';
import { checkEgresses } from './check-egresses';
import { checkEndpointTls } from './check-endpoint-tls';
import { checkEngineFeatures } from './check-engine-features';
import { checkFrontEngine } from './check-front-engine';
import { checkFrontSettings } from './check-front-settings';
import { checkGenerations } from './check-generations';
import { checkGrants } from './check-grants';
import { checkHosts } from './check-hosts';
import { checkNames } from './check-names';
import { checkOutsideNames } from './check-outside-names';
import { checkPublicPorts } from './check-public-ports';
import { checkReach } from './check-reach';
import { checkSecrets } from './check-secrets';
import { checkSeed } from './check-seed';
import { checkSharedSettings } from './check-shared-settings';

/** Every broken law of the whole fleet, unsorted; empty where there is none. */
export function checkFleet(fleet: Fleet): Issue[] {
  return [
    ...checkSecrets(fleet),
    ...checkSeed(fleet),
    ...checkDates(fleet),
    ...checkGenerations(fleet),
    ...checkNames(fleet),
    ...checkHosts(fleet),
    ...checkPublicPorts(fleet),
    ...checkClientKits(fleet),
    ...checkGrants(fleet),
    ...checkFrontEngine(fleet),
    ...checkEngineFeatures(fleet),
    ...checkClusterNames(fleet),
    ...checkOutsideNames(fleet),
    ...checkFrontSettings(fleet),
    ...fleet.tenants.flatMap((tenant) => checkSharedSettings(fleet.platform, tenant)),
    ...checkEndpointTls(fleet),
    ...checkReach(fleet),
    ...fleet.tenants.flatMap((tenant) => [...checkEgresses(tenant), ...tenant.apps.flatMap(checkApp)]),
  ];
}
