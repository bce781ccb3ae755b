import { hasPort, listPorts } from '../declared-ports';
import { listAt, textAt, valueAt } from '../fields';
import type { IndexedObject } from '../indexed-object';
import { parseEqualitySelector } from '../label-selector';
import type { ObjectIndex } from '../object-index';
import type { PodTemplate } from '../pod-template';
import { type Finding, type Rule, toIssues } from '../rule';
import { describeObject, quote } from '../wording';

/**
 * A Service that selects nothing, or sends to a port that nobody opens, refuses every connection and says so nowhere.
 * https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
 */
export const servicesHaveBackends: Rule = {
  id: 'services-have-backends',
  summary:
    'Every Service with a selector selects pods of its namespace, and each of its target ports is declared by a container or sidecar of all of them',
  check: (index) =>
    index
      .ofKind('Service')
      .flatMap((service) => toIssues(servicesHaveBackends.id, service, checkService(index, service))),
};

/** Without a selector, somebody else writes the endpoints; an ExternalName is only a name in DNS. */
function checkService(index: ObjectIndex, { namespace, manifest }: IndexedObject): Finding[] {
  const written = valueAt(manifest.object, 'spec', 'selector');
  const selector = parseEqualitySelector(written);
  if (selector.length === 0 || textAt(manifest.object, 'spec', 'type') === 'ExternalName') return [];
  const backends = index.podTemplatesSelectedBy(namespace, selector);
  if (backends.length > 0) {
    return listAt(manifest.object, 'spec', 'ports').flatMap((port) => checkPort(port, backends));
  }
  return [
    {
      message: `spec.selector ${quote(written)} selects no pod of namespace ${quote(namespace)}`,
      fix: 'write the labels of the pods that are to answer',
    },
  ];
}

function checkPort(port: unknown, backends: readonly PodTemplate[]): Finding[] {
  const target = valueAt(port, 'targetPort') ?? valueAt(port, 'port');
  const protocol = textAt(port, 'protocol') ?? 'TCP';
  return backends
    .filter((backend) => !hasPort(backend, target, protocol))
    .map((backend) => ({
      message: `port ${quote(valueAt(port, 'port'))} goes to target port ${quote(target)} (${protocol}), which the pods of ${describeObject(backend.owner)} do not declare (their ports: ${listPorts([backend])})`,
      fix: 'correct targetPort, or declare the port under ports of the container that listens on it',
    }));
}
