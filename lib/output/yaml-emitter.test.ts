import { renderYaml } from './yaml-emitter';

describe('the form', () => {
  test('numbers that JavaScript writes without a point get one', () => {
    expect(renderYaml([1e21, 1e-7, 2 ** 63, -0, 1.5])).toBe(
      '- 1.0e+21\n- 1.0e-7\n- 9.223372036854776e+18\n- 0\n- 1.5\n',
    );
  });

  test('sorts keys by code point, where UTF-16 has another order', () => {
    expect(renderYaml({ '😀': 1, '\ue000': 2, b: 3, B: 4, 10: 5, 9: 6 })).toBe(
      '"10": 5\n"9": 6\nB: 4\nb: 3\n"\ue000": 2\n"😀": 1\n',
    );
  });

  test('leaves out keys of undefined value', () => {
    expect(renderYaml({ a: undefined, b: { c: undefined }, d: [], e: null })).toBe('b: {}\nd: []\ne: null\n');
  });
});

test('texts and keys in whatever order, as often and as many as there are, are rendered as the first time', () => {
  const place = (name: string): unknown => ({
    [name]: name,
    list: [{ [name]: [name, { [name]: `${name}\n${name}` }] }],
  });
  const textOf = (name: string): string =>
    `NAME: NAME\nlist:\n  - NAME:\n      - NAME\n      - NAME: |-\n          XXXX\n          XXXX\n`
      .replaceAll('NAME', name.startsWith('1') ? `"${name}"` : name)
      .replaceAll('XXXX', name);
  const names = Array.from({ length: 10_100 }, (_, index) => (index % 2 === 0 ? `a${index}` : `1${index}`));
  for (const name of [...names, ...names.slice(0, 5)]) {
    expect(renderYaml(place(name))).toBe(textOf(name));
  }
});

describe('what is refused, as it is our mistake', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = { list: [cycle] };
  test.each<[string, unknown, string]>([
    ['undefined in a list', { a: [1, undefined] }, 'cannot render undefined at .a[1] as YAML'],
    ['a hole in a list', { a: new Array<number>(1) }, 'cannot render undefined at .a[0] as YAML'],
    ['undefined alone', undefined, 'cannot render undefined at the top as YAML'],
    ['NaN', { spec: { n: NaN } }, 'cannot render NaN at .spec.n as YAML'],
    ['Infinity', [-Infinity], 'cannot render -Infinity at [0] as YAML'],
    ['a function', { f: () => 1 }, 'cannot render function at .f as YAML'],
    ['a bigint', { n: 1n }, 'cannot render bigint at .n as YAML'],
    ['a symbol', { s: Symbol('x') }, 'cannot render symbol at .s as YAML'],
    ['a date', { d: new Date(0) }, 'cannot render a Date at .d as YAML'],
    ['a map', { m: new Map() }, 'cannot render a Map at .m as YAML'],
    ['a buffer', { b: Buffer.from('x') }, 'cannot render a Buffer at .b as YAML'],
    ['a cycle', cycle, 'cannot render a cycle at .self.list[0] as YAML'],
    ['half a surrogate pair', { t: 'a\ud83d' }, 'cannot render text with half a surrogate pair at .t as YAML'],
    [
      'half a pair in a key',
      { x: { '\ude00': 1 } },
      'cannot render a key with half a surrogate pair at .x.\ude00 as YAML',
    ],
  ])('%s', (_name, value, message) => {
    expect(() => renderYaml(value)).toThrow(new Error(message));
  });
});

test('a Deployment and a ConfigMap read as a reviewer expects', () => {
  const labels = { 'app.kubernetes.io/name': 'shop', 'gatehouse.dev/tenant': 'acme' };
  const container = {
    name: 'shop',
    image: 'registry.example.com/acme/shop:1.4.2',
    command: ['/bin/sh', '-c', 'exec /shop --listen=0.0.0.0:8080'],
    args: ['--verbose', '--limit=10', 'on'],
    env: [
      { name: 'DEBUG', value: 'no' },
      { name: 'PORT', value: '8080' },
      { name: 'URL', value: 'https://acme.example:8443/x' },
    ],
    ports: [{ containerPort: 8080, name: 'web' }],
    resources: { limits: { cpu: '500m', memory: '128Mi' }, requests: { cpu: '1' } },
    volumeMounts: [],
  };
  const deployment = {
    kind: 'Deployment',
    spec: {
      template: { spec: { containers: [container], securityContext: {} }, metadata: { labels } },
      replicas: 2,
      paused: false,
      selector: { matchLabels: labels },
    },
    metadata: { namespace: 'acme', name: 'shop', annotations: { 'argocd.argoproj.io/sync-wave': '4' } },
    apiVersion: 'apps/v1',
  };
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'gate' },
    data: {
      'nginx.conf':
        'worker_processes auto;\n\nhttp {\n    server {\n        listen 443 ssl;  # "quotes" and {braces}\n    }\n}\n',
      motd: 'two lines,\nno end',
      empty: '',
      windows: 'a\r\nb\r\n',
    },
  };
  expect(`${renderYaml(deployment)}---\n${renderYaml(configMap)}`).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    argocd.argoproj.io/sync-wave: "4"
  name: shop
  namespace: acme
spec:
  paused: false
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: shop
      gatehouse.dev/tenant: acme
  template:
    metadata:
      labels:
        app.kubernetes.io/name: shop
        gatehouse.dev/tenant: acme
    spec:
      containers:
        - args:
            - --verbose
            - --limit=10
            - "on"
          command:
            - /bin/sh
            - "-c"
            - exec /shop --listen=0.0.0.0:8080
          env:
            - name: DEBUG
              value: "no"
            - name: PORT
              value: "8080"
            - name: URL
              value: https://acme.example:8443/x
          image: registry.example.com/acme/shop:1.4.2
          name: shop
          ports:
            - containerPort: 8080
              name: web
          resources:
            limits:
              cpu: 500m
              memory: 128Mi
            requests:
              cpu: "1"
          volumeMounts: []
      securityContext: {}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: gate
data:
  empty: ""
  motd: |-
    two lines,
    no end
  nginx.conf: |
    worker_processes auto;

    http {
        server {
            listen 443 ssl;  # "quotes" and {braces}
        }
    }
  windows: "a\\r\\nb\\r\\n"
`);
});
