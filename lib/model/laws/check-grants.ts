/** Grants: both sides say the same, of tenants, apps and endpoints that are there, once each, and as long as they last. */
import type { Fleet } from '../fleet';
import { allOffers, callsOf, pairGrants, type Call, type Offer } from '../grants';
import { fault, type Issue } from '../issue';
import { checkGrantEnds } from './check-grant-ends';
import { checkGuestNames } from './check-guest-names';
import { checkLoneCalls, checkLoneOffers } from './check-lone-grants';
import { checkClaims, renderPlace } from './first-seen';
import { describeGuest, placeOfOffer, placeOfTarget } from './grant-words';

export function checkGrants(fleet: Fleet): Issue[] {
  const offers = allOffers(fleet);
  const calls = fleet.tenants.flatMap(callsOf);
  if (offers.length === 0 && calls.length === 0) return [];
  const pairs = pairGrants(fleet);
  return [
    ...offers.filter(isOwnOffer).map(refuseOwnOffer),
    ...calls.filter(isOwnCall).map(refuseOwnCall),
    ...checkMode(fleet, offers),
    ...checkDuplicates(offers),
    ...checkLoneOffers(
      fleet,
      pairs.loneOffers.filter((offer) => !isOwnOffer(offer)),
    ),
    ...checkLoneCalls(
      fleet,
      pairs.loneCalls.filter((call) => !isOwnCall(call)),
    ),
    ...checkGrantEnds(fleet.platform, offers, pairs.grants),
    ...checkGuestNames(pairs.grants),
  ];
}

function isOwnOffer({ exporter, terms }: Offer): boolean {
  return terms.tenant === exporter.name;
}

function isOwnCall({ importer, target }: Call): boolean {
  return target.tenant === importer.name;
}

function refuseOwnOffer(offer: Offer): Issue {
  const message = `endpoint "${offer.endpoint.name}" is granted to its own tenant "${offer.exporter.name}", whose apps need an egress and no grant`;
  return fault('grant-own', placeOfOffer(offer, 'tenant'), message, 'remove the grant');
}

function refuseOwnCall(call: Call): Issue {
  const message = `egress "${call.egress.name}" names its own tenant "${call.importer.name}", as only an egress to another tenant does`;
  return fault('grant-own', placeOfTarget(call, 'tenant'), message, 'remove tenant');
}

/** cert-manager makes a key in the namespace of its issuer, and hands it to no other. */
function checkMode({ platform }: Fleet, offers: readonly Offer[]): Issue[] {
  const { mode } = platform.spec.secrets;
  if (mode !== 'cert-manager') return [];
  const place = renderPlace(platform.source.placeOf(['spec', 'secrets', 'mode']));
  return offers.map((offer) =>
    fault(
      'grant-mode',
      placeOfOffer(offer),
      `endpoint "${offer.endpoint.name}" is granted to ${describeGuest(offer)}, and secrets mode "${mode}" (${place}) cannot carry a key to another namespace`,
      'remove the grant and its egress, or choose another secrets mode',
    ),
  );
}

function checkDuplicates(offers: readonly Offer[]): Issue[] {
  return checkClaims(
    offers.map((offer) => ({
      key: [offer.exporter.name, offer.callee.name, offer.endpointIndex, offer.terms.tenant, offer.terms.app].join('/'),
      where: () => placeOfOffer(offer),
      what: `grant of endpoint "${offer.endpoint.name}" to ${describeGuest(offer)}`,
      rule: 'duplicate-grant',
      fix: 'remove one of the two',
    })),
  );
}
