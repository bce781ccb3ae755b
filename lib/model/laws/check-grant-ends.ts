/** Grants that have ended are taken away by people, on both sides; until then nothing is drawn. */
import type { Grant, Offer } from '../grants';
import { fault, type Issue } from '../issue';
import type { Platform } from '../platform';
import { renderPlace } from './first-seen';
import { describeGuest, describeTarget, placeOfOffer, placeOfTarget } from './grant-words';

export function checkGrantEnds(platform: Platform, offers: readonly Offer[], grants: readonly Grant[]): Issue[] {
  const { asOf } = platform.spec.pki;
  return [
    ...offers.filter((offer) => hasEnded(platform, offer)).map((offer) => refuseOffer(asOf, offer)),
    ...grants.filter(({ offer }) => hasEnded(platform, offer)).map((grant) => refuseCall(asOf, grant)),
    ...checkSharedEnds(grants),
  ];
}

/** `until` is the last day of it. */
export function hasEnded({ spec }: Platform, { terms }: Offer): boolean {
  return terms.until !== undefined && terms.until < spec.pki.asOf;
}

function refuseOffer(asOf: string, offer: Offer): Issue {
  const { endpoint, terms } = offer;
  return fault(
    'grant-ended',
    placeOfOffer(offer, 'until'),
    `the grant of endpoint "${endpoint.name}" to ${describeGuest(offer)} ended on ${terms.until ?? ''}, before asOf ${asOf}`,
    'remove the grant, or write a later until',
  );
}

function refuseCall(asOf: string, { offer, call }: Grant): Issue {
  return fault(
    'grant-ended',
    placeOfTarget(call),
    `egress "${call.egress.name}" leads to ${describeTarget(call)}, whose grant (${renderPlace(placeOfOffer(offer))}) ended on ${offer.terms.until ?? ''}, before asOf ${asOf}`,
    `remove the egress, or have tenant "${offer.exporter.name}" write a later until`,
  );
}

/** An app has one certificate as a guest of a tenant: it could not end with one grant and live on with another. */
function checkSharedEnds(grants: readonly Grant[]): Issue[] {
  const first = new Map<string, Offer>();
  return grants.flatMap(({ offer, call }) => {
    const key = `${offer.exporter.name}/${call.importer.name}/${call.caller.name}`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, offer);
      return [];
    }
    if (earlier.terms.until === offer.terms.until) return [];
    return [
      fault(
        'grant-end',
        placeOfOffer(offer),
        `the grant of endpoint "${offer.endpoint.name}" to ${describeGuest(offer)} ${endText(offer)}, that of endpoint "${earlier.endpoint.name}" (${renderPlace(placeOfOffer(earlier))}) ${endText(earlier)}, and one certificate serves for both`,
        'give both the same until',
      ),
    ];
  });
}

function endText({ terms }: Offer): string {
  return terms.until === undefined ? 'has no end' : `ends on ${terms.until}`;
}
