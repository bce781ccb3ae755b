/** Names that are composed for a guest still fit. */
import type { Grant } from '../grants';
import { fault, type Issue } from '../issue';
import { guestCommonName } from '../names';
import { placeOfTarget } from './grant-words';

/** X.520 ub-common-name. */
const LONGEST_COMMON_NAME = 64;
/** Of a file name's 255 bytes, what `30-networkpolicy-out.….to.….….….k8s.yaml` leaves to caller, exporter, callee and endpoint. */
const LONGEST_TOGETHER = 255 - '30-networkpolicy-out..to....k8s.yaml'.length;

export function checkGuestNames(grants: readonly Grant[]): Issue[] {
  return grants.flatMap((grant) => [...checkCommonName(grant), ...checkPolicyName(grant)]);
}

function checkCommonName({ call }: Grant): Issue[] {
  const name = guestCommonName(call.importer.name, call.caller.name);
  if (name.length <= LONGEST_COMMON_NAME) return [];
  const message = `as a guest, app "${call.caller.name}" would be called "${name}", which has ${name.length} characters; a certificate's common name may have ${LONGEST_COMMON_NAME}`;
  return [fault('name-too-long', placeOfTarget(call), message, 'choose a shorter name for the app')];
}

function checkPolicyName({ offer: { exporter, callee, endpoint }, call }: Grant): Issue[] {
  const names = [call.caller.name, exporter.name, callee.name, endpoint.name];
  const length = names.join('').length;
  if (length <= LONGEST_TOGETHER) return [];
  const message = `the names of this hop's network policy, ${names.map((name) => `"${name}"`).join(', ')}, have ${length} characters together; a file name leaves ${LONGEST_TOGETHER}`;
  return [fault('name-too-long', placeOfTarget(call), message, 'choose shorter names for the apps')];
}
