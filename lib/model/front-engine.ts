/** What the other tiers must know of whatever program is the front. */
import { FRONT, FRONT_NAMESPACE } from './names';
import type { Platform } from './platform';

/** Labels of the pods that Gatehouse's own front runs in; constructs/pod-labels.ts puts them on. */
const OWN_PODS: Readonly<Record<string, string>> = { 'gatehouse.dev/component': FRONT };

export interface FrontPods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The pods that open connections to gates: no others may. */
export function frontPodsOf({ spec: { front } }: Platform): FrontPods {
  if (front.engine !== 'gateway-api' || front.gatewayApi === undefined)
    return { namespace: FRONT_NAMESPACE, labels: OWN_PODS };
  const { namespace, podLabels } = front.gatewayApi.dataPlane;
  return { namespace, labels: podLabels };
}

/**
 * Whether gates are told the client's address, by the PROXY protocol. Where they are not, they take the front's for it, and
 * believe nobody's word about another.
 */
export function hasClientAddresses({ spec: { front } }: Platform): boolean {
  if (front.engine === 'nginx') return true;
  return front.engine === 'gateway-api' && front.gatewayApi?.sendsProxyProtocol === true;
}

/** Whether the front's pods are Gatehouse's own, so that it draws their policies. */
export function hasOwnPods({ spec: { front } }: Platform): boolean {
  return front.engine !== 'gateway-api';
}

/** With engine gateway-api: whether each tenant's listeners are an object of their own. */
export function hasListenerSets({ spec: { front } }: Platform): boolean {
  return front.gatewayApi?.listeners !== 'gateway';
}
