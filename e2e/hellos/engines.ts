/** The front engines that the corpus is tried with. */
import { expectedOfNginx, type Expected } from './expected-outcomes';
import type { Hello } from './hello';

export interface Engine {
  readonly title: string;
  readonly about: string;
  readonly expected: (hello: Hello) => Expected;
}

export const NGINX: Engine = {
  title: 'nginx',
  about: 'the default engine, nginx 1.30 with the configuration that a synth renders.',
  expected: expectedOfNginx,
};

export const ENGINES: readonly Engine[] = [NGINX];
