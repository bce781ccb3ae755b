/** The laws that an app keeps or breaks alone, whatever the rest of the fleet is. */
import type { App } from '../app';
import type { Issue } from '../issue';
import { checkEndpointSettings } from './check-endpoint-settings';
import { checkEgressForms } from './check-egress-forms';
import { checkOutside } from './check-outside';
import { checkPod } from './check-pod';
import { checkPorts } from './check-ports';
import { checkWorkload } from './check-workload';

export function checkApp(app: App): Issue[] {
  return [
    ...checkPorts(app),
    ...checkEndpointSettings(app),
    ...checkEgressForms(app),
    ...checkOutside(app),
    ...checkWorkload(app),
    ...checkPod(app),
  ];
}
