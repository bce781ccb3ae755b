/** The front, and its end of every way into a tenant. */
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Front } from '../constructs/front';
import { NetworkPolicies } from '../constructs/network-policies';
import type { Fleet } from '../model/fleet';
import { planFrontFlows } from '../model/flows';
import { FRONT_NAMESPACE } from '../model/names';

export interface FrontChartProps {
  readonly fleet: Fleet;
}

export class FrontChart extends Chart {
  constructor(scope: Construct, id: string, { fleet }: FrontChartProps) {
    super(scope, id, { disableResourceNameHashes: true });
    new Front(this, 'front', { fleet });
    new NetworkPolicies(this, 'policies', {
      platform: fleet.platform,
      namespace: FRONT_NAMESPACE,
      flows: planFrontFlows(fleet),
    });
  }
}
