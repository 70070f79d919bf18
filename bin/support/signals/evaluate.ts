import { type ClaimFacts } from '../../../domain/claims/signals/facts';
import { type SignalModel, trainSignals } from '../../../domain/claims/signals/model';
import { randomFrom, sampleOf } from '../../../domain/claims/signals/random';
import { screenClaim } from '../../../domain/claims/signals/screen';
import { SIGNAL_NAMES, type SignalName } from '../../../domain/claims/signals/signal';
import { Dice, PLANTS } from './plant';

/** Claims are judged by a model that has not seen their patient: patients are dealt into so many parts. */
const FOLDS = 5;

export interface PlantResult {
  readonly plant: string;
  readonly signal: SignalName;
  readonly planted: number;
  /** By the signal it was planted for, with severity hold. */
  readonly found: number;
  /** By any signal. */
  readonly held: number;
}

export interface SignalResult {
  readonly signal: SignalName;
  readonly planted: number;
  readonly found: number;
  /** Unplanted claims this signal holds. Some of them rightly: the record is not free of errors. */
  readonly unplantedHeld: number;
  readonly recall: number | null;
  /** found ÷ (found + unplantedHeld), at the numbers of this run. */
  readonly precision: number | null;
}

export interface Evaluation {
  readonly seed: number;
  readonly claims: number;
  readonly unplantedHeld: number;
  readonly bySignal: readonly SignalResult[];
  readonly byPlant: readonly PlantResult[];
}

/**
 * Plant wrongs in copies of the record's claims, in memory, and see which are found; and which claims are held that nobody touched. Each
 * claim is judged by a model trained without its patient.
 */
export function evaluateSignals(facts: readonly ClaimFacts[], { seed, perPlant }: { readonly seed: number; readonly perPlant: number }): Evaluation {
  const folds = dealt(facts, seed);
  const models = folds.map((_, index) => trainSignals(folds.flatMap((fold, other) => (other === index ? [] : fold)), seed));
  const judged = folds.flatMap((fold, index) => fold.map((one) => ({ facts: one, model: models[index] as SignalModel })));
  const unplanted = judged.map(({ facts: one, model }) => holdsOf(one, model));
  const byPlant = Object.keys(PLANTS).map((plant, index) => tryPlant(plant, judged, new Dice(randomFrom(seed + index + 1)), perPlant, randomFrom(seed - index - 1)));
  const bySignal = SIGNAL_NAMES.map((signal): SignalResult => {
    const own = byPlant.filter((one) => one.signal === signal);
    const [planted, found] = [own.reduce((sum, one) => sum + one.planted, 0), own.reduce((sum, one) => sum + one.found, 0)];
    const unplantedHeld = unplanted.filter((holds) => holds.has(signal)).length;
    return { signal, planted, found, unplantedHeld, recall: share(found, planted), precision: share(found, found + unplantedHeld) };
  });
  return { seed, claims: facts.length, unplantedHeld: unplanted.filter((holds) => holds.size > 0).length, bySignal, byPlant };
}

/** Only claims that are not held anyway are made wrong: what is found then was planted. */
function tryPlant(name: string, judged: readonly { facts: ClaimFacts; model: SignalModel }[], dice: Dice, perPlant: number, random: () => number): PlantResult {
  const { signal, plant } = PLANTS[name] as (typeof PLANTS)[string];
  const pool = judged.flatMap(({ facts }) => facts.claim.lines);
  let [planted, found, held] = [0, 0, 0];
  for (const { facts, model } of sampleOf(judged, judged.length, random)) {
    if (planted >= perPlant) break;
    const wrong = plant(facts, dice, pool);
    if (!wrong || holdsOf(facts, model).size > 0) continue;
    const holds = holdsOf(wrong, model);
    planted += 1;
    if (holds.has(signal)) found += 1;
    if (holds.size > 0) held += 1;
  }
  return { plant: name, signal, planted, found, held };
}

function holdsOf(facts: ClaimFacts, model: SignalModel): Set<SignalName> {
  return new Set(screenClaim(facts, model).filter(({ severity }) => severity === 'hold').map(({ signal }) => signal));
}

/** All claims of a patient in one part. */
function dealt(facts: readonly ClaimFacts[], seed: number): ClaimFacts[][] {
  const patients = [...new Set(facts.map(({ claim }) => claim.patientId))].sort();
  const fold = new Map(sampleOf(patients, patients.length, randomFrom(seed)).map((patientId, index) => [patientId, index % FOLDS]));
  return Array.from({ length: FOLDS }, (_, index) => facts.filter(({ claim }) => fold.get(claim.patientId) === index));
}

const share = (part: number, of: number): number | null => (of === 0 ? null : part / of);

/** The figures as tables. */
export function inWords({ claims, unplantedHeld, bySignal, byPlant, seed }: Evaluation): string {
  const percent = (value: number | null) => (value === null ? '—' : `${(value * 100).toFixed(1)} %`);
  const row = (cells: readonly (string | number)[]) => cells.map((cell, index) => (index === 0 ? String(cell).padEnd(28) : String(cell).padStart(11))).join('');
  return [
    `${claims} claims of the record, five parts by patient, seed ${seed}.`,
    `${unplantedHeld} of them (${percent(unplantedHeld / claims)}) are held as they are.`,
    '', row(['signal', 'planted', 'found', 'recall', 'also held', 'precision']),
    ...bySignal.map((one) => row([one.signal, one.planted, one.found, percent(one.recall), one.unplantedHeld, percent(one.precision)])),
    '', row(['planted', 'claims', 'found', 'recall', 'held by any']),
    ...byPlant.map((one) => row([one.plant, one.planted, one.found, percent(share(one.found, one.planted)), one.held])), '',
  ].join('\n');
}
