/** What an app's pod may not have, because it would open a way round its sidecar or into its neighbours' keys. */
import type { App } from '../app';
import { fault, type Issue } from '../issue';
import { isKeySecret, RESERVED_PREFIX } from '../names';
import { PROBE_KINDS, type Container, type PodSpec } from '../pod';
import type { ValuePath } from '../source';

const FORBIDDEN_TRUE = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'automountServiceAccountToken'];
const SET_BY_GATEHOUSE = ['serviceAccountName', 'serviceAccount', 'nodeName'];

export function checkPod(app: App): Issue[] {
  const { pod } = app.spec;
  const lists = (['initContainers', 'containers'] as const).flatMap((list) =>
    (pod[list] ?? []).flatMap((container, index) => checkContainer(app, container, ['spec', 'pod', list, index])),
  );
  return [...checkPodFields(app), ...checkVolumes(app, pod), ...lists];
}

function checkPodFields({ spec, source }: App): Issue[] {
  const forbidden = FORBIDDEN_TRUE.filter((field) => spec.pod[field] === true).map((field) =>
    fault(
      'pod-field',
      source.placeOf(['spec', 'pod', field]),
      `${field}: true would lead round the sidecar's protection`,
      `remove ${field}`,
    ),
  );
  const set = SET_BY_GATEHOUSE.filter((field) => spec.pod[field] !== undefined).map((field) =>
    fault('pod-field', source.placeOf(['spec', 'pod', field]), `${field} is set by Gatehouse`, `remove ${field}`),
  );
  return [...forbidden, ...set];
}

function checkVolumes({ source }: App, pod: PodSpec): Issue[] {
  return (pod.volumes ?? [])
    .flatMap((volume, index) => {
      const path = ['spec', 'pod', 'volumes', index];
      const issues = checkReserved(source, [...path, 'name'], 'volume', volume.name);
      if ('hostPath' in volume) {
        issues.push(
          fault(
            'pod-field',
            source.placeOf([...path, 'hostPath']),
            "hostPath opens the node's files to the pod",
            'use emptyDir or a PersistentVolumeClaim',
          ),
        );
      }
      return issues;
    })
    .concat(checkKeyReferences(source, pod));
}

/** A sibling's key would be a sibling's identity: no pod may refer to a Secret that holds leaves or an authority. */
function checkKeyReferences(source: App['source'], pod: PodSpec): Issue[] {
  const issues: Issue[] = [];
  // One path that grows and shrinks, for most pods have many values and none of these.
  const path: (string | number)[] = ['spec', 'pod'];
  const visit = (value: object): void => {
    for (const [key, child] of Object.entries(value)) {
      path.push(Array.isArray(value) ? Number(key) : key);
      const isName =
        key === 'secretName' || (key === 'name' && /^(secret|secretRef|secretKeyRef)$/.test(String(path.at(-2))));
      if (isName && typeof child === 'string' && isKeySecret(child)) {
        issues.push(
          fault(
            'key-reference',
            source.placeOf(path),
            `Secret "${child}" holds the keys of an identity`,
            'refer to a Secret of your own',
          ),
        );
      }
      if (typeof child === 'object' && child !== null) visit(child as object);
      path.pop();
    }
  };
  visit(pod);
  return issues;
}

function checkReserved(source: App['source'], path: ValuePath, what: string, name: string): Issue[] {
  if (!name.startsWith(RESERVED_PREFIX)) return [];
  return [
    fault(
      'reserved-name',
      source.placeOf(path),
      `${what} name "${name}" begins with ${RESERVED_PREFIX}, which is reserved`,
      'choose another name',
    ),
  ];
}

function checkContainer({ source }: App, container: Container, path: ValuePath): Issue[] {
  const issues = checkReserved(source, [...path, 'name'], 'container', container.name);
  if (container.securityContext?.['privileged'] === true) {
    issues.push(
      fault(
        'pod-field',
        source.placeOf([...path, 'securityContext', 'privileged']),
        'a privileged container can leave its pod',
        'remove privileged',
      ),
    );
  }
  (container.volumeMounts ?? []).forEach(({ name }, index) => {
    issues.push(...checkReserved(source, [...path, 'volumeMounts', index, 'name'], 'volume', name));
  });
  (container.ports ?? []).forEach((port, index) => {
    if (port.hostPort === undefined) return;
    issues.push(
      fault(
        'pod-field',
        source.placeOf([...path, 'ports', index, 'hostPort']),
        `hostPort ${port.hostPort} would lead round the front`,
        'remove hostPort and expose an endpoint',
      ),
    );
  });
  return [...issues, ...checkProbes(source, container, path), ...checkHooks(source, container, path)];
}

function checkProbes(source: App['source'], container: Container, path: ValuePath): Issue[] {
  return PROBE_KINDS.flatMap((kind) => {
    const probe = container[kind];
    if (probe === undefined) return [];
    const unreachable = (['tcpSocket', 'grpc'] as const)
      .filter((how) => probe[how] !== undefined)
      .map((how) =>
        fault(
          'probe',
          source.placeOfKey([...path, kind, how]),
          `a ${how} probe cannot reach an app that listens on 127.0.0.1`,
          'use exec, or httpGet, which the sidecar carries',
        ),
      );
    return [...unreachable, ...checkHttpGet(source, container, [...path, kind, 'httpGet'], probe.httpGet)];
  });
}

/** kubelet calls these hooks itself, and there is no sidecar to carry them. */
function checkHooks(source: App['source'], container: Container, path: ValuePath): Issue[] {
  return (['postStart', 'preStop'] as const).flatMap((hook) =>
    (['httpGet', 'tcpSocket'] as const)
      .filter((how) => container.lifecycle?.[hook]?.[how] !== undefined)
      .map((how) =>
        fault(
          'probe',
          source.placeOfKey([...path, 'lifecycle', hook, how]),
          `a ${hook} hook by ${how} cannot reach an app that listens on 127.0.0.1`,
          'use exec',
        ),
      ),
  );
}

function checkHttpGet(
  source: App['source'],
  container: Container,
  path: ValuePath,
  httpGet: NonNullable<Container['livenessProbe']>['httpGet'],
): Issue[] {
  if (httpGet === undefined) return [];
  const issues: Issue[] = [];
  if (httpGet.scheme !== undefined && httpGet.scheme !== 'HTTP') {
    issues.push(
      fault(
        'probe',
        source.placeOf([...path, 'scheme']),
        `scheme ${httpGet.scheme} is not possible: apps speak cleartext on 127.0.0.1; allowed: HTTP`,
        'remove scheme',
      ),
    );
  }
  const named = (container.ports ?? []).map(({ name }) => name);
  if (typeof httpGet.port === 'string' && !named.includes(httpGet.port)) {
    issues.push(
      fault(
        'probe',
        source.placeOf([...path, 'port']),
        `port "${httpGet.port}" is no named port of container "${container.name}"`,
        'write the number of the port',
      ),
    );
  }
  return issues;
}
