/** docs/protocols/<protocol>.md, made from the table. */
import { protocolClients } from '../model/protocol-clients';
import { protocolNames, protocols, type Protocol, type ProtocolName } from '../model/protocols';
import { fillExample } from './fill-example';

const BLANKS = { host: 'HOST', port: 'PORT', local: 'LOCAL' };

/** Markdown by file name. */
export function renderProtocolPages(): Map<string, string> {
  return new Map([
    ['README.md', renderIndex()],
    ...protocolNames.map((name): [string, string] => [`${name}.md`, renderPage(name)]),
  ]);
}

const OPENINGS: Readonly<Record<Protocol['opening'], string>> = {
  'tls-first': 'TLS first',
  starttls: 'a request for TLS first; newer clients TLS first',
  'server-first': 'the server greets first',
};

const WRAPPERS: Readonly<Record<Protocol['wrapper'], string>> = {
  needed: 'needed by every client',
  'for-some': 'needed by clients that cannot begin with TLS',
  offered: 'offered, for clients without TLS',
  useless: 'none',
};

function renderIndex(): string {
  const rows = protocolNames.map((name) => {
    const { title, tlsEndsAt, usualPort, opening, alpn, wrapper } = protocols[name];
    const offer = alpn.join(', ') || '-';
    return [`[${name}](${name}.md)`, title, OPENINGS[opening], String(usualPort), tlsEndsAt, offer, WRAPPERS[wrapper]];
  });
  return `# Protocols

<!-- Made by \`npm run protocols\` from lib/model/protocols.ts. -->

${renderTable(HEADS, rows)}

How a connection travels: [traffic.md](../traffic.md).
`;
}

function renderPage(name: ProtocolName): string {
  const { title, tlsEndsAt, hasPaths, opening, usualPort, alpn, wrapper, notes } = protocols[name];
  const facts = [
    `- A connection begins with: ${OPENINGS[opening]}.`,
    `- A client's TLS ends in the ${tlsEndsAt}${hasPaths ? ', which routes by path' : ', beside the app'}.`,
    `- Usual TLS port: ${usualPort}. Any public port carries it.`,
    `- ALPN offered: ${alpn.join(', ') || 'none, and whatever a client offers is taken'}.`,
    `- Wrapper of the client kit: ${WRAPPERS[wrapper]}.`,
  ];
  const clients = protocolClients[name].flatMap(({ name: client, way, sni, language, example }) => [
    `### ${client}`,
    `${way === 'direct' ? 'Speaks TLS itself.' : 'Through the wrapper.'} Names the host: ${sni}.`,
    ['```' + language, fillExample(example, BLANKS), '```'].join('\n'),
  ]);
  return `${[
    `# ${name}: ${title}`,
    '<!-- Made by `npm run protocols` from lib/model/protocols.ts. -->',
    facts.join('\n'),
    ...notes,
    '## Clients',
    'HOST and PORT are those of the endpoint, LOCAL is the port of the wrapper: its kit, `clients/<tenant>/<app>/<endpoint>/`, has them filled in, and `ca.crt`.',
    ...clients,
  ].join('\n\n')}\n`;
}

const HEADS = [
  '`protocol`',
  'what',
  'how a connection begins',
  'usual TLS port',
  'TLS ends in the',
  'ALPN',
  'wrapper of the client kit',
];

/** With its columns straight, as the formatter wants them. */
function renderTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) =>
    Math.max(...[head, ...rows.map((row) => row[column] ?? '')].map((cell) => cell.length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
