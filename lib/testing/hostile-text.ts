/** Text that would end a word, a line, a quote or a block of a configuration, and bring a directive of its own. */

/** No directive, section or variable of any program is called so. */
export const CANARY = 'gatehouse_injected';

export const HOSTILE = [
  `x; ${CANARY} on;`,
  `x" ; ${CANARY} on; "`,
  `x'; ${CANARY} on; '`,
  `x;}} ${CANARY} {`,
  `x\n${CANARY} on;\n`,
  `x\r\n${CANARY} = 1\r\n[${CANARY}]\r\n`,
  `$${CANARY}`,
  `\${${CANARY}}`,
  `x\\"; ${CANARY} on; #`,
  `/x { ${CANARY} on; } #`,
  `x.example # ${CANARY}\n${CANARY} on;`,
  `x\u2028${CANARY} on;`,
];
