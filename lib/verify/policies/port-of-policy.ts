/** Whether somebody listens on the ports that a NetworkPolicy opens. */
import { hasPort, listPorts } from '../declared-ports';
import type { PodFacts } from '../facts';
import { fieldAt, listAt, textAt } from '../fields';
import { parseLabelSelector } from '../label-selector';
import type { Need } from '../rule';
import type { Tree } from '../tree';
import { quote } from '../wording';
import { isNetworkPolicy } from './network-policy';

interface PortNeed {
  readonly namespace: string;
  readonly podSelector: unknown;
  readonly target: unknown;
  readonly lastPort: unknown;
  readonly protocol: string;
}

/** One pod that declares the port is enough: a policy for many opens no port that a pod does not listen on. */
export const portOfPolicy: Need<PortNeed> = {
  id: 'port-of-policy',
  of: (object) => {
    if (!isNetworkPolicy(object)) return [];
    const spec = fieldAt(object.fields, 'spec');
    const ports = listAt(spec, 'ingress').flatMap((rule) => listAt(rule, 'ports'));
    return ports.flatMap((port) => {
      const target = fieldAt(port, 'port');
      if (target === undefined) return [];
      const lastPort = fieldAt(port, 'endPort') ?? target;
      const protocol = textAt(port, 'protocol') ?? 'TCP';
      return [{ namespace: object.namespace, podSelector: fieldAt(spec, 'podSelector'), target, lastPort, protocol }];
    });
  },
  isMet: (tree, need) => {
    const selected = podsOf(tree, need);
    // That no pod is selected is a fault of the selector, if it is one, and none of the port.
    if (tree.isWhole && selected.length === 0) return true;
    return selected.some((pods) => hasPort(pods, need.target, need.protocol, need.lastPort));
  },
  findings: (tree, need) => [
    {
      message: `ingress port ${quote(need.target)} (${need.protocol}) is declared by no selected pod (their ports: ${listPorts(podsOf(tree, need))})`,
      fix: 'correct the port, or declare it under ports of the container that listens on it',
    },
  ],
};

function podsOf(tree: Tree, { namespace, podSelector }: PortNeed): readonly PodFacts[] {
  return tree.podsSelectedBy(namespace, parseLabelSelector(podSelector));
}
