import { type ClaimAcknowledgment, type ImplementationAcknowledgment, type InterchangeHeader, type ProviderAdjustment, type RemittanceHeader } from '../../../interop/x12';
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
  readonly header: ImplementationAcknowledgment | ClaimAcknowledgment;
}

export type SetFound = RemittanceFound | AcknowledgmentFound;

export interface CheckedFile {
  readonly hash: Buffer;
  readonly bytes: number;
  /** In the order of the file; empty when it cannot be taken in. */
  readonly sets: readonly SetFound[];
  /** What is wrong, with positions; empty when nothing is. */
  readonly problems: readonly string[];
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
        else if (event.header.set === '999' || event.header.set === '277CA') collector.sets.push({ set: event.header.set, sender: collector.sender, header: event.header });
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
  if (collector.sets.length === 0) collector.refuse('there is no 835, 277CA or 999 in this file');
  return { hash: reading.hash(), bytes: reading.bytes, sets: collector.problems.length > 0 ? [] : collector.sets, problems: collector.problems };
}

class Collector {
  readonly sets: SetFound[] = [];
  readonly problems: string[] = [];
  interchange: InterchangeHeader | null = null;
  private open: { header: RemittanceHeader; claims: number; paidCents: number; numbers: string[] } | null = null;

  get sender(): string {
    return this.interchange?.sender.id ?? '';
  }

  expect(set: string): void {
    if (!['835', '999', '277CA'].includes(set)) this.refuse(`the file holds an ${set}; 835, 277CA and 999 are taken in here`);
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
