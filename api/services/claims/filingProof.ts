import { createHash } from 'node:crypto';
import { readJson } from '../../../db/models/table';
import { type ClaimStatusCode, statusWords } from '../../../domain/claims/statusCodes';
import { type Act, select } from '../../http/act';
import { type SubmissionKind } from '../payer/submission';
import { type ClaimRow } from './claimRow';
import { type FilingProof, type Proof, proofPdf } from './filingProofPdf';
import { takeSnapshot } from './snapshot';
import { placeOfSubmission } from './submitClaim';
import { hospitalDay } from '../staff/hospitalZone';

interface Row {
  readonly id: string;
  readonly attempt: number;
  readonly kind: SubmissionKind;
  readonly controlNumber: number;
  readonly status: 'sent' | 'accepted' | 'rejected';
  readonly submittedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly statusCodes: unknown;
  readonly contentEnc: Buffer | null;
  readonly arrivedAt: Date | null;
  readonly arrivalNumber: number | null;
  readonly acknowledgmentNumber: number | null;
}

/**
 * Proof of timely filing (ottehr#9517): everything that was sent for a claim, when, under which control number and with which bytes, and
 * what the payer said to it. Read from the record alone. Patient data: audited.
 */
export async function readFilingProof(act: Act, claim: ClaimRow): Promise<FilingProof> {
  act.audits.push({ action: 'claim.filing-proof-read', resourceType: 'claim', resourceId: claim.id, patientId: claim.patientId });
  const rows = await select<Row>(
    act,
    `SELECT id, attempt, kind, control_number AS controlNumber, status, submitted_at AS submittedAt, acknowledged_at AS acknowledgedAt, status_codes AS statusCodes, content_enc AS contentEnc,
       COALESCE(arrived_at, (SELECT MIN(e.at) FROM claim_events e WHERE e.dedup_id = CONCAT('submission/', claim_submissions.id, '/arrived'))) AS arrivedAt, arrival_control_number AS arrivalNumber,
       acknowledgment_control_number AS acknowledgmentNumber
     FROM claim_submissions WHERE claim_id = ? ORDER BY attempt`,
    [claim.id],
  );
  const firstSentAt = rows[0]?.submittedAt.toISOString() ?? null;
  const inTime = rows.filter((row) => claim.timelyFilingOn === null || hospitalDay(row.submittedAt) <= claim.timelyFilingOn);
  return {
    claimId: claim.id, claimNumber: claim.number, serviceThrough: claim.serviceThrough, timelyFilingOn: claim.timelyFilingOn, firstSentAt,
    sentInTime: inTime.length > 0, acceptedInTime: inTime.some((row) => row.status === 'accepted'),
    submissions: rows.map((row) => ({
      id: row.id, attempt: row.attempt, kind: row.kind, controlNumber: row.controlNumber, status: row.status, submittedAt: row.submittedAt.toISOString(), acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
      arrivedAt: row.arrivedAt?.toISOString() ?? null, arrivalControlNumber: row.arrivalNumber, acknowledgmentControlNumber: row.acknowledgmentNumber,
      answers: ((readJson(row.statusCodes) ?? []) as ClaimStatusCode[]).map(statusWords),
      sha256: row.contentEnc ? createHash('sha256').update(act.database.cipher.open(placeOfSubmission(row.id), row.contentEnc)).digest('hex') : null,
    })),
  };
}

/** The same to print and send along with an appeal. */
export async function printFilingProof(act: Act, claim: ClaimRow): Promise<{ fileName: string; content: string }> {
  const proof = await readFilingProof(act, claim);
  const { hospital, payer, patient, coverage } = await takeSnapshot(act, claim);
  const document: Proof = {
    ...proof, hospital: hospital?.name ?? '', npi: hospital?.npi ?? null, payer: `${payer.name} (${payer.identifier})`, payerClaimNumber: claim.payerClaimNumber, memberNumber: coverage?.memberNumber ?? null,
    patient: [patient.name?.given[0], patient.name?.family].filter(Boolean).join(' '), chargeCents: claim.chargeCents, printedOn: hospitalDay(act.now),
  };
  return { fileName: `timely-filing-${claim.number}.pdf`, content: (await proofPdf(document)).toString('base64') };
}
