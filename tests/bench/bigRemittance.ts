import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { type ClaimPayment, singleGroup, writeX12 } from '../../interop/x12';
import { addressing } from '../interop/x12/samples/parties';
import { denied, drgStay, paid, remittance } from '../interop/x12/samples/remittances';

const BLOCK = 500;
/** What the payments of a big remittance repeat. */
export const KINDS: readonly [ClaimPayment, ClaimPayment, ClaimPayment] = [paid, denied, drgStay];

/** The number and kind of the claim at a place of a big remittance, from 0. */
export const numberAt = (index: number): string => `BIG${index}`;
export const kindAt = (index: number): ClaimPayment => KINDS[(index % BLOCK) % KINDS.length] ?? paid;

/** Write a sound 835 of about this size, every claim under a number of its own: one transaction set, one claim group. Answers how many claims it has. */
export async function writeBigRemittance(file: string, bytes: number): Promise<number> {
  const claims = Array.from({ length: BLOCK }, (_, index) => ({ ...kindAt(index), claimGroup: 1, patientControlNumber: numberAt(index) }));
  const whole = remittance(claims);
  const written = writeX12(singleGroup(addressing, [whole]));
  if (!written.ok) throw new Error(written.problems[0]?.message);
  const first = written.text.indexOf('~CLP*') + 1;
  const last = written.text.indexOf('~SE*') + 1;
  const block = written.text.slice(first, last);
  const blocks = Math.ceil(bytes / block.length);
  const head = written.text.slice(0, first).replace(/BPR\*I\*[\d.]+/, `BPR*I*${(whole.payment.amountCents * blocks) / 100}`);
  const segments = head.slice(head.indexOf('ST*')).split('~').length - 1 + (block.split('~').length - 1) * blocks + 1;
  const out = createWriteStream(file);
  out.write(head);
  for (let at = 0; at < blocks; at += 1) {
    const text = block.replace(/CLP\*BIG(\d+)\*/g, (_, index: string) => `CLP*${numberAt(at * BLOCK + Number(index))}*`);
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end(`SE*${segments}*0001~GE*1*77~IEA*1*000000905~`);
  await once(out, 'close');
  return blocks * BLOCK;
}
