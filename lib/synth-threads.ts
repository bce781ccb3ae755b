/**
 * Output folders shared among threads: the main one and, for large fleets, workers. What a folder comes to does not depend on who
 * makes it (docs/decisions/0027).
 */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FleetTexts } from './input/read-fleet';
import type { DrawableCertificate, DrawableStore } from './model/certificate';
import type { SecretsMode } from './model/platform';
import { profiles } from './model/profiles';
import type { TreePlace } from './output/write-tree';
import { folderMaker, foldersOf, type FolderOutcome, type FolderSource } from './synth-folder';
import type { Stage } from './stages';

/** A worker reads this many documents in the time that it takes to start. */
const DOCUMENTS_A_THREAD = 250;
/** More threads wait for one another: for the disk, and for the main thread to load the fleet. */
const MOST_THREADS = 8;

/** What a worker is born with: enough to come to the fleet while the main thread does. */
export interface WorkerBirth {
  readonly texts: FleetTexts;
  readonly secretsMode: SecretsMode | undefined;
}

/** What a worker is told once there are certificates. */
export interface WorkerOrder {
  readonly certificates: DrawableStore;
  readonly place: TreePlace;
  /** One 32-bit number: the index of the folder that nobody has taken yet. */
  readonly next: SharedArrayBuffer;
}

export interface WorkerAnswer {
  readonly outcomes: readonly FolderOutcome[];
  readonly stages: readonly Stage[];
}

/** @param wanted @default as many as the machine has processors and the fleet has work for */
export function threadsFor(documents: number, wanted?: number): number {
  const useful = Math.ceil(documents / DOCUMENTS_A_THREAD);
  return Math.max(1, wanted ?? Math.min(availableParallelism(), useful, MOST_THREADS));
}

/** Makes the folders that nobody has taken, one after another, until none is left. */
export function makeFolders(source: FolderSource, next: SharedArrayBuffer): FolderOutcome[] {
  const total = foldersOf(source.fleet);
  const make = folderMaker(source);
  const counter = new Int32Array(next);
  const outcomes: FolderOutcome[] = [];
  for (let index = Atomics.add(counter, 0, 1); index < total; index = Atomics.add(counter, 0, 1)) {
    source.stages.tell('folders', index, total);
    outcomes.push(make(index));
  }
  return outcomes;
}

/** Workers that come to the fleet while the main thread checks and certifies it. They end by `stop`, whatever they are at. */
export class FolderWorkers {
  private readonly workers: readonly FolderWorker[];

  /** @param count may be none. */
  constructor(count: number, birth: WorkerBirth) {
    this.workers = Array.from({ length: count }, () => newWorker(birth));
  }

  /** Shares all folders of the fleet with the calling thread; in no order. Rejects with what a worker died of. */
  async share(source: FolderSource): Promise<FolderOutcome[]> {
    const next = new SharedArrayBuffer(4);
    this.order(source, next);
    const own = makeFolders(source, next);
    const others = await Promise.all(this.workers.map(({ answer }) => answer));
    for (const { stages } of others) source.stages.add(stages);
    return [own, ...others.map(({ outcomes }) => outcomes)].flat();
  }

  private order({ certificates, place }: FolderSource, next: SharedArrayBuffer): void {
    if (this.workers.length === 0) return;
    const order: WorkerOrder = { certificates: toPlainStore(certificates), place, next };
    for (const { worker } of this.workers) worker.postMessage(order);
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map(({ worker }) => worker.terminate()));
  }
}

interface FolderWorker {
  readonly worker: Worker;
  readonly answer: Promise<WorkerAnswer>;
}

function newWorker(birth: WorkerBirth): FolderWorker {
  const isSource = __filename.endsWith('.ts');
  const file = path.join(__dirname, `synth-worker.${isSource ? 'ts' : 'js'}`);
  const execArgv = isSource ? ['-r', '@swc-node/register'] : [];
  const worker = new Worker(file, { workerData: birth, execArgv });
  const answer = new Promise<WorkerAnswer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new Error('a worker ended without an answer'));
    });
  });
  // Whoever shares hears of it; until then nobody does.
  answer.catch(() => undefined);
  return { worker, answer };
}

/** Plain data without the keys of authorities, which nobody draws and which are made when they are asked for. */
function toPlainStore(certificates: DrawableStore): DrawableStore {
  const toPlain = (certificate: DrawableCertificate): DrawableCertificate => {
    if (!('keyPem' in certificate)) return certificate;
    const { plan, certificatePem } = certificate;
    const signs = profiles[plan.profile].pathLength !== undefined;
    return { plan, certificatePem, ...(signs ? {} : { keyPem: certificate.keyPem }) };
  };
  return new Map(Array.from(certificates, ([id, certificate]) => [id, toPlain(certificate)]));
}
