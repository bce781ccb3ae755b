import { renderIssue, sortIssues } from '../issue';
import { anApp, type AppChanges } from '../../testing/an-app';
import { checkApp } from './check-app';

function faultsOf(changes: AppChanges): string[] {
  return sortIssues(checkApp(anApp(changes))).map(renderIssue);
}

type Pod = NonNullable<AppChanges['pod']>;

function pod(container: object, more: Partial<Pod> = {}): AppChanges {
  return { pod: { containers: [{ name: 'shop', image: 'a:1', ...container }], ...more } };
}

describe('the laws of an app', () => {
  it('have nothing against the smallest app', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each<[string, AppChanges, string[]]>([
    [
      'an egress to nothing',
      { egresses: [{ name: 'q', to: {}, localPort: 5672 }] },
      [
        'tenants/acme/shop.yaml:12:11 egress "q" names nothing that can be called; allowed: { tenant, app, endpoint }; { app, endpoint } with or without ordinal; { fqdn, port }; { cidr, ports }; write the keys of one form',
      ],
    ],
    [
      'an egress to no endpoint',
      { egresses: [{ name: 'q', to: { app: 'broker' }, localPort: 5672 }] },
      [
        'tenants/acme/shop.yaml:13:9 egress "q" has app and no endpoint; allowed: { tenant, app, endpoint }; { app, endpoint } with or without ordinal; { fqdn, port }; { cidr, ports }; add endpoint',
      ],
    ],
    [
      'an egress of two forms',
      {
        egresses: [
          { name: 'q', to: { tenant: 'globex', app: 'broker', endpoint: 'amqp', ordinal: 1 }, localPort: 5672 },
        ],
      },
      [
        'tenants/acme/shop.yaml:16:9 egress "q" has ordinal beside tenant, which do not go together; allowed: { tenant, app, endpoint }; { app, endpoint } with or without ordinal; { fqdn, port }; { cidr, ports }; remove one of the two',
      ],
    ],
    [
      'replicas of a Job',
      { workload: 'Job', replicas: 2 },
      [
        'tenants/acme/shop.yaml:11:3 replicas does not belong to workload Job, only to Deployment and StatefulSet; remove replicas or change workload',
      ],
    ],
    [
      'replicas and claims of a DaemonSet',
      { workload: 'DaemonSet', replicas: 2, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }] },
      [
        'tenants/acme/shop.yaml:11:3 replicas does not belong to workload DaemonSet, only to Deployment and StatefulSet; remove replicas or change workload',
        'tenants/acme/shop.yaml:12:3 volumeClaimTemplates does not belong to workload DaemonSet, only to StatefulSet; remove volumeClaimTemplates or change workload',
      ],
    ],
    [
      'a schedule of a Deployment',
      { schedule: '@daily' },
      [
        'tenants/acme/shop.yaml:10:3 schedule does not belong to workload Deployment, only to CronJob; remove schedule or change workload',
      ],
    ],
    [
      'settings of Jobs for a Deployment',
      { job: { backoffLimit: 1 } },
      [
        'tenants/acme/shop.yaml:10:3 job does not belong to workload Deployment, only to Job and CronJob; remove job or change workload',
      ],
    ],
    [
      'volume claims of a Deployment',
      { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }] },
      [
        'tenants/acme/shop.yaml:10:3 volumeClaimTemplates does not belong to workload Deployment, only to StatefulSet; remove volumeClaimTemplates or change workload',
      ],
    ],
    [
      'a CronJob without schedule',
      { workload: 'CronJob' },
      ['tenants/acme/shop.yaml:10:13 a CronJob has no schedule; add schedule: "0 3 * * *" or the like'],
    ],
    [
      'a Job that is restarted for ever',
      { workload: 'Job', ...pod({}, { restartPolicy: 'Always' }) },
      [
        'tenants/acme/shop.yaml:10:20 restartPolicy Always is not possible in a Job; allowed: OnFailure or Never; remove restartPolicy or change workload',
      ],
    ],
    [
      'a Deployment that ends',
      pod({}, { restartPolicy: 'Never' }),
      [
        'tenants/acme/shop.yaml:10:20 restartPolicy Never is not possible in a Deployment; allowed: Always; remove restartPolicy or change workload',
      ],
    ],
    [
      'a privileged container',
      pod({ securityContext: { privileged: true } }),
      ['tenants/acme/shop.yaml:11:23 a privileged container can leave its pod; remove privileged'],
    ],
    [
      'a hostPort',
      pod({ ports: [{ containerPort: 80, hostPort: 80 }] }),
      ['tenants/acme/shop.yaml:12:23 hostPort 80 would lead round the front; remove hostPort and expose an endpoint'],
    ],
    [
      'a hostPath',
      pod({}, { volumes: [{ name: 'etc', hostPath: { path: '/etc' } }] }),
      [
        "tenants/acme/shop.yaml:13:11 hostPath opens the node's files to the pod; use emptyDir or a PersistentVolumeClaim",
      ],
    ],
    [
      'a container of a reserved name',
      pod({ name: 'gatehouse-sidecar' }),
      [
        'tenants/acme/shop.yaml:8:15 container name "gatehouse-sidecar" begins with gatehouse-, which is reserved; choose another name',
      ],
    ],
    [
      'a volume of a reserved name',
      pod({}, { volumes: [{ name: 'gatehouse-leaf', emptyDir: {} }] }),
      [
        'tenants/acme/shop.yaml:11:15 volume name "gatehouse-leaf" begins with gatehouse-, which is reserved; choose another name',
      ],
    ],
    [
      'a container that mounts the sidecar’s keys',
      pod({ volumeMounts: [{ name: 'gatehouse-leaf', mountPath: '/keys' }] }),
      [
        'tenants/acme/shop.yaml:11:19 volume name "gatehouse-leaf" begins with gatehouse-, which is reserved; choose another name',
      ],
    ],
    [
      'a volume with a sibling’s key',
      pod({}, { volumes: [{ name: 'k', secret: { secretName: 'cart-leaf' } }] }),
      ['tenants/acme/shop.yaml:13:23 Secret "cart-leaf" holds the keys of an identity; refer to a Secret of your own'],
    ],
    [
      'a projected volume with the gate’s keys',
      pod({}, { volumes: [{ name: 'k', projected: { sources: [{ secret: { name: 'gate-leaves' } }] } }] }),
      [
        'tenants/acme/shop.yaml:15:23 Secret "gate-leaves" holds the keys of an identity; refer to a Secret of your own',
      ],
    ],
    ...['gatehouse-authority', 'edge-sql.cart-leaf', 'host-web.acme.apps.example.com.gate-leaves'].map(
      (name): [string, Partial<AppChanges>, string[]] => [
        `a volume with the Secret ${name} of cert-manager`,
        pod({}, { volumes: [{ name: 'k', secret: { secretName: name } }] }),
        [`tenants/acme/shop.yaml:13:23 Secret "${name}" holds the keys of an identity; refer to a Secret of your own`],
      ],
    ),
    [
      'a variable with a sibling’s key',
      pod({ env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 'cart-leaf', key: 'tls.key' } } }] }),
      ['tenants/acme/shop.yaml:14:23 Secret "cart-leaf" holds the keys of an identity; refer to a Secret of your own'],
    ],
    [
      'a tcpSocket probe',
      pod({ readinessProbe: { tcpSocket: { port: 80 } } }),
      [
        'tenants/acme/shop.yaml:11:11 a tcpSocket probe cannot reach an app that listens on 127.0.0.1; use exec, or httpGet, which the sidecar carries',
      ],
    ],
    [
      'a grpc probe of an init container',
      pod({}, { initContainers: [{ name: 'i', image: 'a:1', startupProbe: { grpc: { port: 80 } } }] }),
      [
        'tenants/acme/shop.yaml:14:11 a grpc probe cannot reach an app that listens on 127.0.0.1; use exec, or httpGet, which the sidecar carries',
      ],
    ],
    [
      'a probe over HTTPS',
      pod({ livenessProbe: { httpGet: { port: 80, scheme: 'HTTPS' } } }),
      [
        'tenants/acme/shop.yaml:13:21 scheme HTTPS is not possible: apps speak cleartext on 127.0.0.1; allowed: HTTP; remove scheme',
      ],
    ],
    [
      'a probe of a port without number',
      pod({ livenessProbe: { httpGet: { port: 'web' } }, ports: [{ name: 'http', containerPort: 80 }] }),
      ['tenants/acme/shop.yaml:12:19 port "web" is no named port of container "shop"; write the number of the port'],
    ],
  ])('refuse %s', (_what, changes, lines) => {
    expect(faultsOf(changes)).toEqual(lines);
  });

  it.each(['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'automountServiceAccountToken'])(
    'refuse %s',
    (field) => {
      expect(faultsOf(pod({}, { [field]: false }))).toEqual([]);
      expect(faultsOf(pod({}, { [field]: true }))).toEqual([
        `tenants/acme/shop.yaml:10:${field.length + 7} ${field}: true would lead round the sidecar's protection; remove ${field}`,
      ]);
    },
  );

  it.each(['serviceAccountName', 'serviceAccount', 'nodeName'])('refuse %s', (field) => {
    expect(faultsOf(pod({}, { [field]: 'x' }))).toEqual([
      `tenants/acme/shop.yaml:10:${field.length + 7} ${field} is set by Gatehouse; remove ${field}`,
    ]);
  });
});
