import { type ApiClient, contract } from '../../api/client';

export interface PastStay {
  readonly encounterId: string;
  readonly patientId: string;
}

/** Past stays to play again, those never played first; when the cohort is used up it is played again. Nobody is admitted who is in the house. */
export class StayQueue {
  private next: PastStay[];

  private constructor(private readonly all: readonly PastStay[]) {
    this.next = [...all];
  }

  static async read(driver: ApiClient, wanted: number): Promise<StayQueue> {
    const found = new Map<string, PastStay>();
    for (const played of ['never', 'any'] as const) {
      let cursor: string | undefined;
      do {
        const page = await driver.call(contract.listReplayable, { query: { limit: 200, played, ...(cursor ? { cursor } : {}) } });
        for (const { encounterId, patient } of page.items) found.set(encounterId, found.get(encounterId) ?? { encounterId, patientId: patient.id });
        cursor = page.nextCursor ?? undefined;
      } while (cursor && found.size < wanted);
      if (found.size >= wanted) break;
    }
    return new StayQueue([...found.values()]);
  }

  get isEmpty(): boolean {
    return this.all.length === 0;
  }

  /** The next stay whose patient is not in the house; null when each of those left waits for theirs to go home. */
  take(inHouse: ReadonlySet<string>): PastStay | null {
    if (this.next.length === 0) this.next = [...this.all];
    const at = this.next.findIndex(({ patientId }) => !inHouse.has(patientId));
    return at < 0 ? null : this.next.splice(at, 1)[0] ?? null;
  }
}
