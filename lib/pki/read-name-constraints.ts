/** The permitted names of a finished certificate: as much of DER as 2.5.29.30 needs (RFC 5280 §4.2.1.10). */

/** `dns acme.svc`, `uri acme.apps.example.com`, `ip 127.0.0.0/8`, `directory O=acme`, each as it stands. */
export function readNameConstraints(certificate: Buffer): string[] {
  const at = certificate.indexOf(Buffer.from('0603551d1e', 'hex'));
  if (at < 0) return [];
  let next = readElement(certificate, at + 5);
  if (next.tag === 0x01) next = readElement(certificate, next.end);
  const constraints = readElement(next.content, 0);
  return children(constraints.content).flatMap(({ tag, content }) =>
    children(content).map((subtree) => {
      const [base] = children(subtree.content);
      return `${tag === 0xa0 ? '' : 'not '}${base === undefined ? 'nothing' : renderName(base)}`;
    }),
  );
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** Behind it, in what it was read from. */
  readonly end: number;
}

/** Throws a RangeError where the bytes end before the element does. */
function readElement(bytes: Buffer, at: number): Element {
  const first = bytes.readUInt8(at + 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  const start = at + 2 + lengthBytes;
  if (start + length > bytes.length) throw new RangeError('the certificate ends within its name constraints');
  return { tag: bytes.readUInt8(at), content: bytes.subarray(start, start + length), end: start + length };
}

function children(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; at = elements.at(-1)?.end ?? bytes.length) elements.push(readElement(bytes, at));
  return elements;
}

function renderName({ tag, content }: Element): string {
  if (tag === 0x82) return `dns ${content.toString('latin1')}`;
  if (tag === 0x86) return `uri ${content.toString('latin1')}`;
  if (tag === 0x87) return `ip ${renderRange(content)}`;
  return tag === 0xa4 ? `directory ${renderDirectory(content)}` : `a name of kind ${tag & 0x1f}`;
}

function renderRange(addressAndMask: Buffer): string {
  const half = addressAndMask.length / 2;
  const address = addressAndMask.subarray(0, half);
  const bits = [...addressAndMask.subarray(half)].reduce(
    (sum, byte) => sum + byte.toString(2).replaceAll('0', '').length,
    0,
  );
  const text = half === 4 ? [...address].join('.') : (address.toString('hex').match(/.{4}/g) ?? []).join(':');
  return `${text}/${bits}`;
}

const ATTRIBUTES: Readonly<Record<string, string>> = { '55040a': 'O', '55040b': 'OU', '550403': 'CN' };

function renderDirectory(name: Buffer): string {
  const attributes = children(name).flatMap(({ content }) => children(content).flatMap((set) => children(set.content)));
  return attributes
    .map((attribute) => {
      const [type, value] = children(attribute.content);
      return `${ATTRIBUTES[type?.content.toString('hex') ?? ''] ?? '?'}=${value?.content.toString('utf8') ?? ''}`;
    })
    .join(',');
}
