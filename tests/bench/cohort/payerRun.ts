import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actUnattended } from '../../../api/http/unattended';
import { type Act, execute } from '../../../api/http/act';
import { type ClaimRow, lockClaim } from '../../../api/services/claims/claimRow';
import { placeOfSubmission } from '../../../api/services/claims/submitClaim';
import { remittanceFor } from '../../../api/services/payer/answer';
import { behaviourOf } from '../../../api/services/payer/behaviour';
import { readSubmission, type SubmissionRow } from '../../../api/services/payer/submission';
import { COMMAND_LINE } from '../../../bin/support/record';
import { type Database } from '../../../db/connect';
import { newId } from '../../../db/newId';
import { type KeyRing } from '../../../keys/keyRing';

/** Claims of one transaction. */
const TOGETHER = 20;
const PAYMENTS_A_FILE = 500;

/** An exported claim: one interchange of a file. */
interface Sent {
  readonly number: string;
  readonly controlNumber: number;
  readonly text: string;
}

/** The interchanges of the 837 files of a folder, by claim number. */
function readSent(folder: string): Map<string, Sent> {
  const sent = new Map<string, Sent>();
  for (const file of readdirSync(folder)) {
    for (const text of readFileSync(join(folder, file), 'utf8').split(/(?=^ISA\*)/m).map((one) => one.trim()).filter(Boolean)) {
      const number = /~CLM\*([^*]+)\*/.exec(text)?.[1] ?? '';
      if (sent.has(number)) throw new Error('A claim was exported twice.');
      sent.set(number, { number, text, controlNumber: Number(/~IEA\*\d+\*(\d+)~$/.exec(text)?.[1]) });
    }
  }
  return sent;
}

/**
 * The demonstration payer answers every 837 of a folder: it reads what was exported, decides with the engine on the member's plan, accumulators
 * and history, in the order of the days of service, and writes one 835 a claim into files of one payer. Everything goes through its own
 * services; nothing is posted. It receives each claim on the day the record says it was sent: all of them today would be late.
 */
export async function answerAll(record: { database: Database; keys: KeyRing }, from: string, to: string, onClaims: (done: number, of: number) => void): Promise<void> {
  const sent = readSent(from);
  const [rows] = await record.database.sequelize.query('SELECT c.id, c.number, p.payer_identifier AS payer FROM claims c JOIN payers p ON p.id = c.payer_id ORDER BY c.service_from, c.id') as [{ id: string; number: string; payer: string }[], unknown];
  const written = new Map<string, number>();
  for (let at = 0; at < rows.length; at += TOGETHER) {
    const some = rows.slice(at, at + TOGETHER);
    const texts = await actUnattended({ ...record, principal: COMMAND_LINE }, async (act) => {
      const answers: string[] = [];
      for (const { id, number } of some) answers.push(await answer(act, id, sent.get(number)));
      return answers;
    });
    for (const [index, text] of texts.entries()) {
      const payer = (some[index]?.payer ?? '').replace(/[^A-Za-z0-9-]/g, '_');
      const count = written.get(payer) ?? 0;
      written.set(payer, count + 1);
      appendFileSync(join(to, `835-${payer}-${String(Math.floor(count / PAYMENTS_A_FILE) + 1).padStart(3, '0')}.x12`), `${text}\n`);
    }
    onClaims(at + some.length, rows.length);
  }
}

async function answer(act: Act, claimId: string, sent: Sent | undefined): Promise<string> {
  const claim = await lockClaim(act, claimId);
  if (!claim || !sent) throw new Error('A claim of the cohort was not exported.');
  // What this payer plays beyond the plan (a share of denials) it plays here too; a claim it would not take in has no 835.
  const behaviour = { ...(await behaviourOf(act, claim.payerId)), isDown: false, payTogetherMs: 0 };
  return remittanceFor(act, claim, await submit(act, claim, sent), behaviour);
}

/** The exported file on record as what was sent, on the day the claim was. */
async function submit(act: Act, claim: ClaimRow, { text, controlNumber }: Sent): Promise<SubmissionRow> {
  const id = newId();
  const sealed = act.database.cipher.seal(placeOfSubmission(id), text);
  await execute(act, 'INSERT INTO claim_submissions (id, claim_id, attempt, control_number, kind, status, content_enc, submitted_at, adapter) VALUES (?)', [
    [id, claim.id, 1, controlNumber, 'original', 'accepted', sealed, claim.submittedAt ?? act.now, 'demonstration'],
  ]);
  const submission = await readSubmission(act, id);
  if (!submission) throw new Error('The submission vanished.');
  return submission;
}
