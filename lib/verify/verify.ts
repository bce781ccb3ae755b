/** Every rule over every object: the second opinion, which shares no code with what draws the objects. */
import { type Issue, sortIssues } from '../model/issue';
import type { Manifest } from '../model/manifest';
import { indexObjects } from './object-index';
import { RULES } from './rules';

/** All issues, sorted; the same ones in whatever order the manifests come. Empty where nothing is wrong. */
export function verifyManifests(manifests: readonly Manifest[]): Issue[] {
  const index = indexObjects(manifests);
  return sortIssues(RULES.flatMap((rule) => rule.check(index)));
}
