/** Where grants are written, and how the laws speak of them. */
import type { Call, Offer } from '../grants';
import type { Place } from '../issue';

/** The item under `grants`, or one of its keys. */
export function placeOfOffer({ callee, endpointIndex, index }: Offer, ...key: string[]): Place {
  const said = index === undefined ? ['expose'] : ['grants', index, ...key];
  return callee.source.placeOf(['spec', 'endpoints', endpointIndex, ...said]);
}

/** What its exporter does to take it back. */
export function withdrawal({ index }: Offer): string {
  return index === undefined ? 'write another expose' : 'remove the grant';
}

/** The egress, or one of the keys under its `to`. */
export function placeOfTarget({ caller, index }: Call, ...key: string[]): Place {
  return caller.source.placeOf(['spec', 'egresses', index, 'to', ...key]);
}

/** `app "rates" of tenant "acme"`. */
export function describeGuest({ terms }: Offer): string {
  return `app "${terms.app}" of tenant "${terms.tenant}"`;
}

/** `endpoint "api" of app "fx" of tenant "globex"`. */
export function describeTarget({ target }: Call): string {
  return `endpoint "${target.endpoint}" of app "${target.app}" of tenant "${target.tenant}"`;
}
