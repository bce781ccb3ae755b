/** docs/second-opinions.md, made from what the run expects. */
import { EXPECTED } from './expected-faults';
import { DISAGREEMENTS, TITLES, VAGUE } from './disagreements';
import { ANCHORS, PROGRAMS, type Anchor, type ChainCase, type Purpose } from './question';
import { FAULTS } from './verdict-of';
import { list, table } from '../markdown';

const HEAD = `# Second opinions

<!-- Made by \`npm run opinions-page\`; \`npm run opinions\` asks the programs and fails where one of them says otherwise. -->

What the fleet's certificates are worth is for other programs to say. Each chain below is made from the sample fleet, the bad ones with acme's own authority key
in hand, and shown to each program as a server and as a client, by whom the program trusts: acme's twin, globex's twin, the platform's root.`;

const READING = `A chain that is refused may have several faults, of which a program names one. What acme signs under foreign names is accepted by those who trust acme's
twin, that is by acme's own programs, and by nobody else.`;

const ANCHOR_TITLES: Readonly<Record<Anchor, string>> = {
  acme: 'acme’s twin',
  globex: 'globex’s twin',
  root: 'the root',
};

/** Markdown as prettier would write it, with a last line feed. */
export function renderOpinionsPage(cases: readonly ChainCase[]): string {
  return [
    HEAD,
    list(PROGRAMS.map((program) => TITLES[program])),
    '## What they say',
    READING,
    table(
      ['chain', ...ANCHORS.map((anchor) => ANCHOR_TITLES[anchor])],
      cases.map(({ id, about }) => [`\`${id}\` ${about}`, ...ANCHORS.map((anchor) => cellText(id, anchor))]),
    ),
    '## The faults',
    list(Object.entries(FAULTS).map(([fault, meaning]) => `\`${fault}\`: ${meaning}`)),
    '## Where a program judges otherwise',
    table(
      ['program', 'chain', 'trusting', 'as', 'says', 'because'],
      DISAGREEMENTS.map(({ programs, cases: ids, anchors, purposes, says, because }) => [
        programs.map((program) => TITLES[program]).join(', '),
        ids === 'good' ? 'all that should be accepted' : ids.map((id) => `\`${id}\``).join(', '),
        anchors.map((anchor) => ANCHOR_TITLES[anchor]).join(', '),
        purposes.join(', '),
        says === 'yes' ? 'accepted' : `no: ${says}`,
        because,
      ]),
    ),
    '## Where a program says less',
    list(VAGUE.map(({ program, word, because }) => `${TITLES[program]}, \`${word}\`: ${because}`)),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function cellText(id: string, anchor: Anchor): string {
  const told = (purpose: Purpose): string => {
    const faults = EXPECTED[id]?.[anchor][purpose] ?? [];
    return faults.length === 0 ? 'accepted' : `no: ${faults.join(', ')}`;
  };
  const [server, client] = [told('server'), told('client')];
  return server === client ? server : `server ${server}; client ${client}`;
}
