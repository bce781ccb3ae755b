/** The front, and its end of every way into a tenant. */
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Front } from '../constructs/front';
import { GatewayFront } from '../constructs/front/gateway-front';
import { NetworkPolicies } from '../constructs/network-policies';
import type { Fleet } from '../model/fleet';
import { hasOwnPods } from '../model/front-engine';
import { planFrontFlows } from '../model/flows';
import { FRONT_NAMESPACE } from '../model/names';

export interface FrontChartProps {
  readonly fleet: Fleet;
}

export class FrontChart extends Chart {
  constructor(scope: Construct, id: string, { fleet }: FrontChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    if (!hasOwnPods(fleet.platform)) {
      new GatewayFront(this, 'front', { fleet });
      return;
    }
    new Front(this, 'front', { fleet });
    new NetworkPolicies(this, 'policies', {
      platform: fleet.platform,
      namespace: FRONT_NAMESPACE,
      flows: planFrontFlows(fleet),
    });
  }
}
