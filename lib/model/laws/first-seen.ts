/** Finds what is claimed twice, and tells the later claimant who came first. */
import { fault, type Issue, type Place } from '../issue';

export interface Claim {
  /** What only one may have. */
  readonly key: string;
  /** Asked for only when the claim is told of: finding places costs more than checking. */
  readonly where: () => Place;
  /** How the thing claimed is named to the user, such as `endpoint "web"`. */
  readonly what: string;
  readonly rule: string;
  readonly fix: string;
}

/** `tenants/acme/shop.yaml:9:11`, for `also …` in messages. */
export function renderPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** One issue for each claim whose key an earlier claim has. */
export function checkClaims(claims: readonly Claim[]): Issue[] {
  const first = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const earlier = first.get(claim.key);
    if (earlier === undefined) {
      first.set(claim.key, claim);
      return [];
    }
    return [
      fault(claim.rule, claim.where(), `duplicate ${claim.what} (also ${renderPlace(earlier.where())})`, claim.fix),
    ];
  });
}
