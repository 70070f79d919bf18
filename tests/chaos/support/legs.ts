import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEGS_FILE } from '../../../bin/launcher/program';
import { type KeptHospital } from '../../support/hospital';
import { type TrialResult } from './journeyTrial';

interface Kept {
  readonly hospital: KeptHospital;
  /** One for each leg that came to its end. */
  readonly results: readonly TrialResult[];
}

/** A trial of many journeys in several runs: servers, record and journal stay in its folder between them, and all is shut down and started again. */
export class Legs {
  private constructor(private readonly home: string, private kept: Kept | null) {}

  /** What the folder holds; the first leg finds nothing. */
  static in(home: string): Legs {
    const file = join(home, LEGS_FILE);
    mkdirSync(join(home, 'trial'), { recursive: true });
    return new Legs(home, existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : null);
  }

  get journalFile(): string {
    return join(this.home, 'trial', 'journal.jsonl');
  }

  get hospital(): KeptHospital | null {
    return this.kept?.hospital ?? null;
  }

  get results(): readonly TrialResult[] {
    return this.kept?.results ?? [];
  }

  /** As soon as it stands, so that a leg which was ended in the middle can be followed by another. */
  begins(hospital: KeptHospital): void {
    this.write({ hospital, results: this.results });
  }

  ended(result: TrialResult): void {
    if (this.kept) this.write({ ...this.kept, results: [...this.results, result] });
  }

  private write(kept: Kept): void {
    const file = join(this.home, LEGS_FILE);
    writeFileSync(`${file}.new`, JSON.stringify(kept, null, 2));
    renameSync(`${file}.new`, file);
    this.kept = kept;
  }
}
