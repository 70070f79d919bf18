import { type AuthorizationResponse, type ClaimAcknowledgment, type ClaimStatusResponse, type EligibilityResponse, type ImplementationAcknowledgment, type InterchangeHeader, type ProviderAdjustment, type RemittanceHeader } from '../../../interop/x12';
import { FileReading } from './fileSource';

/** More payments than any file of a payer holds; what is known of each is kept in memory. */
const MOST_SETS = 5_000;
const MOST_PROBLEMS = 20;
/** Enough claim numbers of a remittance to tell whose claims it answers. */
const SAMPLE = 2_000;

/** One transaction set of a file that was read to its end. */
export interface RemittanceFound {
  readonly set: '835';
  readonly sender: string;
  readonly header: RemittanceHeader;
  readonly claims: number;
  /** Claim payments together, to compare with the payment. */
  readonly paidCents: number;
  readonly providerAdjustments: readonly ProviderAdjustment[];
  readonly someClaimNumbers: readonly string[];
}

export interface AcknowledgmentFound {
  readonly set: '999' | '277CA';
  readonly sender: string;
  readonly interchange: number;
  readonly header: ImplementationAcknowledgment | ClaimAcknowledgment;
}

/** An answer to a question of ours, with ISA13 of the interchange it came in. */
export interface AnswerFound {
  readonly set: '271' | '277' | '278R';
  readonly sender: string;
  readonly interchange: number;
  readonly header: EligibilityResponse | ClaimStatusResponse | AuthorizationResponse;
}

export type SetFound = RemittanceFound | AcknowledgmentFound | AnswerFound;

/** What a payer sends us, and how people call it. */
const TAKEN_IN: Readonly<Record<string, string>> = { '835': '835', '999': '999', '277CA': '277CA', '271': '271', '277': '277', '278R': '278' };
export const KINDS_TAKEN_IN = '835, 277CA, 999, 271, 277 and 278 (answer)';

/** "278" for the answer to a request: the name of the set as people know it. */
export function kindOf(set: SetFound['set']): string {
  return TAKEN_IN[set] ?? set;
}

export interface CheckedFile {
  readonly hash: Buffer;
  readonly bytes: number;
  /** In the order of the file; empty when it cannot be taken in. */
  readonly sets: readonly SetFound[];
  /** What is wrong, with positions; empty when nothing is. */
  readonly problems: readonly string[];
}

/** A file that was read to its end. */
export interface FileAtHand {
  readonly path: string;
  /** What its sender called it. */
  readonly name: string;
  readonly checked: CheckedFile;
}

/** Read a file to its end before anything is made of it: it is sound as a whole, or nothing of it counts. */
export async function checkFile(path: string): Promise<CheckedFile> {
  const reading = new FileReading(path);
  const collector = new Collector();
  for await (const event of reading.events()) {
    switch (event.kind) {
      case 'interchange':
        collector.interchange = event.interchange;
        break;
      case 'transaction':
        collector.expect(event.transaction.set ?? event.transaction.code);
        break;
      case 'header':
        if (event.header.set === '835') collector.openRemittance(event.header);
        else if (event.header.set === '999' || event.header.set === '277CA') collector.sets.push({ set: event.header.set, sender: collector.sender, interchange: collector.controlNumber, header: event.header });
        else if (event.header.set === '271' || event.header.set === '277' || event.header.set === '278R') collector.sets.push({ set: event.header.set, sender: collector.sender, interchange: collector.controlNumber, header: event.header });
        break;
      case 'item':
        if ('payerControlNumber' in event.item && 'paidCents' in event.item) collector.addPayment(event.item.patientControlNumber, event.item.paidCents);
        break;
      case 'transactionEnd':
        collector.close(event.trailer?.providerAdjustments ?? []);
        break;
      case 'problem':
        if (event.problem.severity === 'error') collector.refuse(event.problem.message);
        break;
      default:
    }
  }
  if (collector.sets.length === 0 && collector.problems.length === 0) collector.refuse(`there is nothing to take in here: no ${KINDS_TAKEN_IN}`);
  return { hash: reading.hash(), bytes: reading.bytes, sets: collector.problems.length > 0 ? [] : collector.sets, problems: collector.problems };
}

class Collector {
  readonly sets: SetFound[] = [];
  readonly problems: string[] = [];
  interchange: InterchangeHeader | null = null;
  private open: { header: RemittanceHeader; claims: number; paidCents: number; numbers: string[] } | null = null;

  get controlNumber(): number {
    return this.interchange?.controlNumber ?? 0;
  }

  get sender(): string {
    return this.interchange?.sender.id ?? '';
  }

  expect(set: string): void {
    if (!Object.hasOwn(TAKEN_IN, set)) this.refuse(`the file holds ${set === '278' ? 'a request (278)' : `an ${set}`}; ${KINDS_TAKEN_IN} are taken in here`);
    if (this.sets.length === MOST_SETS) this.refuse(`the file holds more than ${MOST_SETS} transaction sets; ask for smaller files`);
  }

  openRemittance(header: RemittanceHeader): void {
    this.open = { header, claims: 0, paidCents: 0, numbers: [] };
  }

  addPayment(claimNumber: string, paidCents: number): void {
    if (!this.open) return;
    this.open.claims += 1;
    this.open.paidCents += paidCents;
    if (this.open.numbers.length < SAMPLE) this.open.numbers.push(claimNumber);
  }

  close(providerAdjustments: readonly ProviderAdjustment[]): void {
    const { open } = this;
    this.open = null;
    if (!open || this.sets.length >= MOST_SETS) return;
    this.sets.push({ set: '835', sender: this.sender, header: open.header, claims: open.claims, paidCents: open.paidCents, providerAdjustments, someClaimNumbers: open.numbers });
  }

  refuse(problem: string): void {
    if (this.problems.length < MOST_PROBLEMS && !this.problems.includes(problem)) this.problems.push(problem);
  }
}
