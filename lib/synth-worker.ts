/** What a worker of synth-threads.ts runs: the main thread has found the fleet without faults, or will never order anything. */
import { parentPort, workerData } from 'node:worker_threads';
import { understandFleet } from './input/load-fleet';
import { withSecretsMode } from './secrets-mode';
import { Stages } from './stages';
import { makeFolders, type WorkerAnswer, type WorkerBirth, type WorkerOrder } from './synth-threads';

const { texts, secretsMode } = workerData as WorkerBirth;
const loaded = understandFleet(texts);
parentPort?.once('message', ({ certificates, place, next }: WorkerOrder) => {
  if (!loaded.ok) throw new Error('a worker finds faults in a fleet that the main thread finds sound');
  const stages = new Stages();
  const fleet = withSecretsMode(loaded.value, secretsMode);
  const outcomes = makeFolders({ fleet, certificates, place, stages }, next);
  const answer: WorkerAnswer = { outcomes, stages: stages.finished };
  parentPort?.postMessage(answer);
});
