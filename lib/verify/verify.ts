/** Every rule over every object: the second opinion, which shares no code with what draws the objects. */
import type { Issue } from '../model/issue';
import type { Manifest } from '../model/manifest';
import { conclude } from './conclude';
import { inspect } from './inspect';

/** All issues, sorted; the same ones in whatever order the manifests come. Empty where nothing is wrong. */
export function verifyManifests(manifests: readonly Manifest[]): Issue[] {
  return conclude([inspect(manifests)]);
}
