import { hasPort, listPorts } from '../declared-ports';
import type { PodFacts } from '../facts';
import { fieldAt, listAt, textAt } from '../fields';
import { parseEqualitySelector } from '../label-selector';
import type { Finding, Need, Rule } from '../rule';
import type { Tree } from '../tree';
import { describeObject, quote } from '../wording';

interface ServiceNeed {
  readonly namespace: string;
  readonly selector: unknown;
  readonly ports: readonly ServicePort[];
}

interface ServicePort {
  readonly port: unknown;
  readonly target: unknown;
  readonly protocol: string;
}

/** Without a selector, somebody else writes the endpoints; an ExternalName is only a name in DNS. */
const backendsOfService: Need<ServiceNeed> = {
  id: 'backends-of-service',
  of: ({ groupKind, namespace, fields }) => {
    if (groupKind !== 'Service') return [];
    const spec = fieldAt(fields, 'spec');
    const selector = fieldAt(spec, 'selector');
    const isFree = parseEqualitySelector(selector).length === 0 || fieldAt(spec, 'type') === 'ExternalName';
    return isFree ? [] : [{ namespace, selector, ports: listAt(spec, 'ports').map(toServicePort) }];
  },
  isMet: (tree, need) => {
    // Another folder may hold more pods of the namespace, which lack the port.
    if (!tree.isWhole) return false;
    const backends = backendsOf(tree, need);
    return backends.length > 0 && need.ports.every((port) => backends.every((pods) => declares(pods, port)));
  },
  findings: (tree, need) => {
    const backends = backendsOf(tree, need);
    if (backends.length > 0) return need.ports.flatMap((port) => checkPort(port, backends));
    return [
      {
        message: `spec.selector ${quote(need.selector)} selects no pod of namespace ${quote(need.namespace)}`,
        fix: 'write the labels of the pods that are to answer',
      },
    ];
  },
};

/**
 * A Service that selects nothing, or sends to a port that nobody opens, refuses every connection and says so nowhere.
 * https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
 */
export const servicesHaveBackends: Rule = {
  id: 'services-have-backends',
  summary:
    'Every Service with a selector selects pods of its namespace, and each of its target ports is declared by a container or sidecar of all of them',
  needs: [backendsOfService],
};

function toServicePort(item: unknown): ServicePort {
  const port = fieldAt(item, 'port');
  return { port, target: fieldAt(item, 'targetPort') ?? port, protocol: textAt(item, 'protocol') ?? 'TCP' };
}

function backendsOf(tree: Tree, { namespace, selector }: ServiceNeed): readonly PodFacts[] {
  return tree.podsSelectedBy(namespace, parseEqualitySelector(selector));
}

function declares(pods: PodFacts, { target, protocol }: ServicePort): boolean {
  return hasPort(pods, target, protocol);
}

function checkPort(port: ServicePort, backends: readonly PodFacts[]): Finding[] {
  return backends
    .filter((pods) => !declares(pods, port))
    .map((pods) => ({
      message: `port ${quote(port.port)} goes to target port ${quote(port.target)} (${port.protocol}), which the pods of ${describeObject(pods)} do not declare (their ports: ${listPorts([pods])})`,
      fix: 'correct targetPort, or declare the port under ports of the container that listens on it',
    }));
}
