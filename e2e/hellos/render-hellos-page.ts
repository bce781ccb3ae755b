/** docs/client-hellos.md, made from what the run expects. */
import { CORPUS } from './corpus';
import { ENGINES } from './engines';
import { list, table } from '../markdown';

const HEAD = `# Client hellos

<!-- Made by \`npm run hellos-page\`; e2e/client-hellos.test.ts sends each hello and fails where something else comes of it. -->

A client says in its first message, the ClientHello, which name it wants, and the front goes by nothing else. \`e2e/hellos/\` has hellos of every kind as bytes;
each is sent to the real nginx front as it is rendered, on a real cluster, once with the tenants' gates behind it, and once with stand-ins that tell which tenant a hello
reached and whether every byte of it did.

- **routed**: the tenant that it names got all of it, and the gate's answer stands behind. **at once**: closed without waiting, and no tenant saw any of it.
  **in time**: closed when \`front.helloSeconds\` are over, and no tenant saw any of it.
- A hello that is in order must be routed. One that is not may be routed or closed, and must never reach another tenant than the one it names.`;

const NAMES = `## Names, with engine nginx

- Capitals are as good as small letters (RFC 6066 §3, RFC 4343), in the front, in the gate and in a request's \`Host\`: the front and the gate read a name alike.
- A dot at the end is forbidden by RFC 6066 but harmless: front and gate take the name without it.
- A name with anything but letters, digits, hyphens and dots, or of more than 254 bytes, is no host name. The front closes it: with a NUL in the middle, one
  reader could see one tenant in it and another reader the other.
- A host below a tenant's domain that the tenant does not have is routed, and its gate refuses the handshake: hosts are the gate's business.
- Two names in one hello, in one list or two: the first one counts for the front, and the gate refuses the handshake.
- ECH: the front sees the outer name and nothing else. Gatehouse publishes no ECH keys, so a browser sends none, or one that only looks so (GREASE).`;

const BOUNDS: readonly (readonly string[])[] = [
  [
    'a client that says nothing, or says it slowly',
    '`front.helloSeconds` (5) from its first packet to the last byte of its hello, however many pieces it comes in',
  ],
  ['a hello', '16 kB, what one TLS record may hold'],
  ['connections of one address', '`front.connectionsPerAddress` (1000) at each pod of the front, over all its ports'],
  ['connections to one tenant', '`gate.connections` (2000) at each pod of its gate'],
  ['a connection that carries nothing', '`front.idleSeconds` (a day); two minutes where the other side is gone'],
  [
    'all connections',
    '2 workers of 16,384 places in each pod of the front; a silent client takes one, a routed one two',
  ],
];

const UNBOUNDED = `What is over a limit is closed at once, but for the last one, whose clients wait. A full gate gives what it closes back to the front, so the others' share of
the front stays free. Of 2,000 silent connections from one address each takes the front less than 8 kB, and no other client notices (e2e/client-hellos.test.ts).

Not bounded by Gatehouse: how many addresses a crowd has, how many new connections there are each second, and how much they carry. That is for the load balancer and
the network before the front. A count by name in the front is not possible: nginx takes it before the hello is read (with the name as its key it would count everybody
as one), which is why tenants are counted in their gates.

- Let \`front.connectionsPerAddress\` × \`front.replicas\` be less than \`gate.connections\` × \`gate.replicas\`, or one address can fill a tenant's gate.
- Where the load balancer shows its own address instead of the clients' (no \`externalTrafficPolicy: Local\`, a proxy in between), all clients are one address: raise the
  limit to what the pod can take.
- The front listens on IPv4 alone. A client with IPv6 would have as many addresses as it likes.`;

export function renderHellosPage(): string {
  return [
    HEAD,
    list(ENGINES.map(({ title, about }) => `**${title}**: ${about}`)),
    '## What comes of them',
    table(
      ['hello', 'in order', ...ENGINES.map(({ title }) => title)],
      CORPUS.map((hello) => [
        `\`${hello.id}\` ${hello.about}`,
        hello.isProper ? 'yes' : 'no',
        ...ENGINES.map(({ cell }) => cell(hello)),
      ]),
    ),
    NAMES,
    '## What a client can cost, with engine nginx',
    table(['what', 'bounded by'], BOUNDS),
    UNBOUNDED,
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}
