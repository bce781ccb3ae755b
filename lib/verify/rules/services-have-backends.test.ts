import { aPassingTree, verdict, withChange } from '../sample-manifests';

const PREFIX = 'services-have-backends acme/service-shop.yaml:1:1 ';
const DECLARED =
  'which the pods of Deployment "shop" of namespace "acme" do not declare (their ports: "8443/TCP (mesh)")';
const FIX = 'correct targetPort, or declare the port under ports of the container that listens on it';

const service = (path: string, value: unknown): string[] => verdict(withChange(aPassingTree(), 'Service', path, value));

describe('services-have-backends', () => {
  it('accepts a target port by name and by number, declared by a sidecar', () => {
    expect(verdict(aPassingTree())).toEqual([]);
    expect(service('spec/ports/0/targetPort', 8443)).toEqual([]);
    expect(service('spec/ports/0', { port: 8443 })).toEqual([]);
  });

  it('accepts a Service without selector and an ExternalName, whose endpoints are not pods of the tree', () => {
    expect(service('spec/selector', undefined)).toEqual([]);
    expect(service('spec', { type: 'ExternalName', selector: { app: 'x' }, externalName: 'a.example' })).toEqual([]);
  });

  it.each([
    [
      'spec/selector/app',
      'shpo',
      'spec.selector {"app":"shpo"} selects no pod of namespace "acme"; write the labels of the pods that are to answer',
    ],
    ['spec/ports/0/targetPort', 8080, `port 443 goes to target port 8080 (TCP), ${DECLARED}; ${FIX}`],
    ['spec/ports/0/targetPort', 'web', `port 443 goes to target port "web" (TCP), ${DECLARED}; ${FIX}`],
    ['spec/ports/0/targetPort', undefined, `port 443 goes to target port 443 (TCP), ${DECLARED}; ${FIX}`],
    ['spec/ports/0/protocol', 'UDP', `port 443 goes to target port "mesh" (UDP), ${DECLARED}; ${FIX}`],
  ])('refuses %s = %j', (path, value, message) => {
    expect(service(path, value)).toEqual([PREFIX + message]);
  });

  it('does not count the ports of an init container that ends', () => {
    const texts = verdict(
      withChange(aPassingTree(), 'Deployment', 'spec/template/spec/initContainers/0/restartPolicy', undefined),
    );
    expect(texts.map((text) => text.split(' ')[0])).toEqual(['policies-select-something', 'services-have-backends']);
  });

  it('looks for pods in the namespace of the Service only', () => {
    const tree = [...aPassingTree('acme', ['shop']), ...aPassingTree('zeta', ['till'])];
    expect(verdict(tree)).toEqual([]);
    const [till] = withChange(aPassingTree('acme', ['shop']), 'Service', 'spec/selector/app', 'till').filter(
      ({ object }) => object.kind === 'Service',
    );
    const moved = tree.map((manifest) => (till?.path === manifest.path ? till : manifest));
    expect(verdict(moved)).toEqual([
      `${PREFIX}spec.selector {"app":"till"} selects no pod of namespace "acme"; write the labels of the pods that are to answer`,
    ]);
  });
});
