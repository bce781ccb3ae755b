import { aPassingTree, verdict, withChange } from '../sample-manifests';

const PREFIX = 'no-open-egress acme/networkpolicy-shop.yaml:1:1 ';
const ALL_CLOSED = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
const GATEWAY = { 'gatehouse.dev/component': 'egress' };

function withPeer(peer: unknown): ReturnType<typeof aPassingTree> {
  return withChange(aPassingTree(), 'NetworkPolicy', 'spec/egress/0/to/0', peer);
}

/** The same tree whose one app is an egress gateway. */
function ofGateway(cidr: string, except: readonly string[]): string[] {
  const labelled = withChange(aPassingTree(), 'Deployment', 'spec/template/metadata/labels', {
    app: 'shop',
    ...GATEWAY,
  });
  const selecting = withChange(labelled, 'NetworkPolicy', 'spec/podSelector', { matchLabels: GATEWAY });
  return verdict(withChange(selecting, 'NetworkPolicy', 'spec/egress/0/to/0', { ipBlock: { cidr, except } }));
}

function declared(cidr: string, annotation: string, except?: readonly string[]): string[] {
  const annotations = { 'gatehouse.dev/declared-network': annotation };
  const block = except === undefined ? { cidr } : { cidr, except };
  return verdict(withChange(withPeer({ ipBlock: block }), 'NetworkPolicy', 'metadata/annotations', annotations));
}

describe('no-open-egress', () => {
  it.each([
    ['203.0.113.0/24', []],
    ['10.20.0.0/16', []],
    ['10.0.0.0/8', []],
    ['2001:db8::/32', []],
    ['168.0.0.0/7', ['169.254.0.0/16']],
  ])('accepts %s without %j', (cidr, except) => {
    expect(
      verdict(withPeer({ ipBlock: { cidr, except } })).filter((line) => !line.includes('opens the Internet')),
    ).toEqual([]);
  });

  it('accepts the whole Internet for an egress gateway, where all that is private is closed', () => {
    expect(ofGateway('0.0.0.0/0', ALL_CLOSED)).toEqual([]);
    expect(ofGateway('::/0', ['::/32', 'fc00::/7', 'fe80::/10'])).toEqual([]);
  });

  it.each(ALL_CLOSED)('refuses it where %s is not closed', (missing) => {
    const issues = ofGateway(
      '0.0.0.0/0',
      ALL_CLOSED.filter((network) => network !== missing),
    );
    expect(issues).toContain(
      `${PREFIX}ipBlock.cidr "0.0.0.0/0" opens ${missing}, which nobody has declared; add ${missing} under except, or declare just that network`,
    );
  });

  it('refuses it where a closed network leaves a gap', () => {
    const issues = ofGateway('0.0.0.0/0', [...ALL_CLOSED.slice(1), '10.0.0.0/9', '10.192.0.0/10']);
    expect(issues).toEqual([
      `${PREFIX}ipBlock.cidr "0.0.0.0/0" opens 10.0.0.0/8, which nobody has declared; add 10.0.0.0/8 under except, or declare just that network`,
    ]);
  });

  it('refuses the Internet, or half of it, for any other pod', () => {
    for (const cidr of ['0.0.0.0/0', '128.0.0.0/1', '8.0.0.0/7'])
      expect(verdict(withPeer({ ipBlock: { cidr, except: ALL_CLOSED } }))).toEqual([
        `${PREFIX}ipBlock.cidr "${cidr}" opens the Internet to pods that are no egress gateway; name the networks that they need, or select pods by the label gatehouse.dev/component: egress`,
      ]);
  });

  it('refuses a rule that names nobody, which means everybody', () => {
    const issue = `${PREFIX}an egress rule has nothing under to, which opens every address there is; name pods or networks under to, or remove the rule`;
    for (const to of [undefined, []])
      expect(verdict(withChange(aPassingTree(), 'NetworkPolicy', 'spec/egress/0/to', to))).toEqual([issue]);
  });

  it.each(['169.254.169.254/32', 'fd00:ec2::254/128', '169.254.170.2/32', '127.0.0.1/32', '::1/128', 'fe80::/10'])(
    'refuses %s unless the policy says that it is declared',
    (cidr) => {
      expect(verdict(withPeer({ ipBlock: { cidr } })).length).toBeGreaterThan(0);
      expect(declared(cidr, '203.0.113.0/24').length).toBeGreaterThan(0);
      expect(declared(cidr, cidr)).toEqual([]);
    },
  );

  it('refuses a network around metadata addresses although it is declared', () => {
    expect(declared('169.254.0.0/16', '169.254.0.0/16')).toEqual([
      `${PREFIX}ipBlock.cidr "169.254.0.0/16" opens 169.254.169.254/32, which nobody has declared; add 169.254.169.254/32 under except, or declare just that network`,
    ]);
    expect(declared('169.254.0.0/16', '169.254.0.0/16', ['169.254.169.254/32'])).toEqual([]);
  });

  it.each(['10.0.0.0', 7, null])('refuses the cidr %j', (cidr) => {
    expect(verdict(withPeer({ ipBlock: { cidr } }))[0]).toContain('is no network; write one such as 192.0.2.0/24');
  });
});
