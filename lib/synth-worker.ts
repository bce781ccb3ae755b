/** What a worker of synth-threads.ts runs. It is ordered to make folders only where the main thread has found the fleet without faults. */
import { parentPort, workerData } from 'node:worker_threads';
import { understandUnjudged } from './input/load-fleet';
import { withSecretsMode } from './secrets-mode';
import { Stages } from './stages';
import { makeFolders, type WorkerAnswer, type WorkerBirth, type WorkerOrder } from './synth-threads';

const { texts, secretsMode } = workerData as WorkerBirth;
// Faults are the main thread's to tell.
const fleet = understandUnjudged(texts);
parentPort?.once('message', ({ certificates, place, next }: WorkerOrder) => {
  if (fleet === undefined) throw new Error('the main thread finds no fault in a fleet that a worker finds faults in');
  const stages = new Stages();
  const source = { fleet: withSecretsMode(fleet, secretsMode), certificates, place, stages };
  const outcomes = makeFolders(source, next);
  const answer: WorkerAnswer = { outcomes, stages: stages.finished };
  parentPort?.postMessage(answer);
});
