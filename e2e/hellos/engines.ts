/** The columns of docs/client-hellos.md: what each engine does with a hello. */
import { expectedOfNginx, expectedOfTraefik } from './expected-outcomes';
import type { Hello } from './hello';
import { k8sniffOutcome } from './k8sniff-as-read';

export interface Engine {
  readonly title: string;
  readonly about: string;
  readonly cell: (hello: Hello) => string;
}

function nginxCell(hello: Hello): string {
  const { front, answer } = expectedOfNginx(hello);
  return front === 'routed' ? `routed; ${answer}` : front;
}

export const ENGINES: readonly Engine[] = [
  {
    title: 'nginx',
    about: 'the default engine, nginx 1.30 with the configuration that a synth renders; run.',
    cell: nginxCell,
  },
  {
    title: 'Traefik 3.7 (gateway-api)',
    about:
      'a real implementation of the Gateway API with the objects of engine gateway-api and its own defaults; run by hand, `e2e/traefik.test.ts`. **itself**: it answers with a certificate or a page of its own, which is nobody’s, and no tenant sees it. **never**: it still waits after a quarter of a minute.',
    cell: expectedOfTraefik,
  },
  {
    title: 'k8sniff, as read',
    about:
      'what its source says (`e2e/hellos/k8sniff-as-read.ts`); it was **not run**: its module cannot be had where these tests run. **never**: it waits as long as the client does. **ends the process**: it looks for a byte that is not there.',
    cell: k8sniffOutcome,
  },
];
