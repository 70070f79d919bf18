import { randomBytes } from 'node:crypto';
import { contract } from '../../../api/client';
import { newToken } from '../../../api/services/sessions';
import { Incident, Session, StaffRole, StaffUser } from '../../../db/models';
import { newId } from '../../../db/newId';
import { makeAllergy } from '../../factories/clinical';
import { makePatient } from '../../factories/hospital';
import { makeCrosswalk, makeHospital, makePayer, makeStay } from '../../factories/money';
import { type TestApi } from '../api';
import { BillingDriver } from '../billing';

/** What can stand in an address: the record of each kind that belongs to one patient, or to one person of the staff. */
export type Records = Readonly<Record<string, string>>;

export interface Household {
  /** By the name of the address parameter. */
  readonly records: Records;
  /** Words that stand in these records and must never stand in a refusal. */
  readonly words: readonly string[];
}

let counter = 0;

/** What the households share. */
export async function makeTown(): Promise<void> {
  await makeHospital();
  await makeCrosswalk();
}

/** A patient with a stay billed and paid, and one of everything else the API has an address for. */
export async function makeHousehold(api: TestApi): Promise<Household> {
  const { database } = api;
  const billing = await BillingDriver.start(api);
  const family = `Walkerson${String.fromCharCode(97 + (counter += 1))}`;
  const patient = await makePatient(database, { family, given: 'Wilhelmina' });
  const payer = await makePayer(database);
  const stay = await makeStay(database, { payer, patient });
  const { claimId, submissionId } = await billing.adjudicate(stay.encounterId);
  const { tasks } = await billing.service.call(contract.recordProgress, {
    params: { journeyId: stay.encounterId }, idempotencyKey: newId(),
    body: { workflowId: `journey-${stay.encounterId}`, stage: 'treatment', step: 'walk', waitingFor: null, waitingUntil: null, openTasks: [{ step: 'walk', type: 'discharge-teaching' }] },
  });
  const [bed] = await billing.rows<{ id: string; locationId: string; wardId: string }>('SELECT bed_id AS id, id AS locationId, ward_id AS wardId FROM encounter_locations WHERE encounter_id = ?', [stay.encounterId]);
  const [transferId, moveId, newLocationId] = [newId(), newId(), newId()];
  await billing.rows("INSERT INTO bed_transfers (id, encounter_id, from_ward_id, to_ward_id, status, reason, requested_by, requested_at) SELECT ?, ?, ?, ?, 'requested', 'capacity', id, NOW(3) FROM staff_users LIMIT 1", [transferId, stay.encounterId, bed?.wardId, bed?.wardId]);
  await billing.rows("INSERT INTO encounter_locations (id, encounter_id, bed_id, ward_id, status, period_start) VALUES (?, ?, ?, ?, 'completed', NOW(3))", [newLocationId, stay.encounterId, bed?.id, bed?.wardId]);
  await billing.rows("INSERT INTO bed_moves (id, encounter_id, kind, from_location_id, to_location_id, moved_by, moved_at) SELECT ?, ?, 'move', ?, ?, id, NOW(3) FROM staff_users LIMIT 1", [moveId, stay.encounterId, bed?.locationId, newLocationId]);
  const [account] = await billing.rows<{ id: string }>('SELECT id FROM accounts WHERE patient_id = ?', [patient.id]);
  const { id: inquiryId } = await (await api.as('registrar')).client.call(contract.askEligibility, { params: { coverageId: stay.coverageId ?? '' } });
  await billing.settle(claimId, 'paid');
  await billing.bill(stay.encounterId);
  const clerk = await api.as('billing');
  const payment = await clerk.client.call(contract.takePayment, { idempotencyKey: newId(), body: { accountId: account?.id ?? '', cents: 1, method: 'cash' } });
  const [invoice] = await billing.rows<{ id: string }>('SELECT id FROM invoices WHERE account_id = ?', [account?.id]);
  const paymentPlan = await clerk.client.call(contract.proposePaymentPlan, { params: { accountId: account?.id ?? '' }, idempotencyKey: newId(), body: { count: 2, firstDueOn: new Date().toISOString().slice(0, 10), rhythm: 'month' } });
  const writeOff = await clerk.client.call(contract.requestWriteOff, { params: { accountId: account?.id ?? '' }, idempotencyKey: newId(), body: { kind: 'charity', cents: 1, reason: `${family} cannot pay` } });
  const person = await makePerson(billing, clerk.id);
  const incidentId = newId();
  await Incident.create({
    id: incidentId, dedupId: incidentId, workflowId: `journey-${stay.encounterId}`, journeyId: stay.encounterId, step: 'charges', errorClass: 'Walk', fingerprint: 'f'.repeat(16), openedAt: new Date(),
    messageEnc: database.cipher.seal({ table: 'incidents', column: 'message_enc', id: incidentId }, `${family} could not be charged`),
  });
  const notificationId = newId();
  await billing.rows("INSERT INTO notifications (id, event_id, recipient_kind, recipient_id, channel, template, status, not_before) VALUES (?, ?, 'staff', ?, 'app', 'task-escalated', 'delivered', NOW(3))", [notificationId, notificationId, person.userId]);
  const viewId = newId();
  await billing.rows("INSERT INTO saved_filters (id, owner_id, resource, name, query) VALUES (?, ?, 'tasks', 'Private', '{}')", [viewId, person.userId]);
  const tokenId = newId();
  await billing.rows('INSERT INTO service_tokens (id, name, token_hash) VALUES (?, ?, ?)', [tokenId, `walk-${tokenId}`, newToken().hash]);
  const passkeyId = newId();
  await billing.rows("INSERT INTO passkeys (id, user_id, name_enc, credential_id, credential_hash, public_key, counter, transports, is_synced, created_at) VALUES (?, ?, ?, ?, ?, ?, 0, '', 0, NOW(3))", [passkeyId, person.userId, database.cipher.seal({ table: 'passkeys', column: 'name_enc', id: passkeyId }, `${family}’s telephone`), randomBytes(16), randomBytes(32), randomBytes(64)]);
  const documentId = newId();
  const seal = (column: string) => database.cipher.seal({ table: 'claim_documents', column, id: documentId }, `${family} appeals`);
  await billing.rows("INSERT INTO claim_documents (id, claim_id, kind, text_enc, content_enc, created_by, created_at) VALUES (?, ?, 'appeal-letter', ?, ?, ?, NOW(3))", [documentId, claimId, seal('text_enc'), seal('content_enc'), person.userId]);
  const groupFixId = newId();
  const request = database.cipher.sealJson({ table: 'group_fixes', column: 'request_enc', id: groupFixId }, { target: 'incident', fix: { action: 'retry', note: `${family} again` } });
  await billing.rows("INSERT INTO group_fixes (id, target, action, request_enc, total, created_by, created_at) VALUES (?, 'incident', 'retry', ?, 1, ?, NOW(3))", [groupFixId, request, person.userId]);
  await billing.rows('INSERT INTO group_fix_items (group_fix_id, target_id, incident_id) VALUES (?, ?, ?)', [groupFixId, incidentId, incidentId]);
  const problemId = newId();
  const sealed = (column: string) => database.cipher.seal({ table: 'care_plan_problems', column, id: problemId }, `${family} cannot sleep`);
  await billing.rows('INSERT INTO care_plan_problems (id, patient_id, encounter_id, problem_enc, goal_enc, created_at) VALUES (?, ?, ?, ?, ?, NOW(3))', [problemId, patient.id, stay.encounterId, sealed('problem_enc'), sealed('goal_enc')]);
  const noteId = newId();
  const note = database.cipher.seal({ table: 'clinical_notes', column: 'body_enc', id: noteId }, `Course of the stay\n${family} recovered`);
  await billing.rows("INSERT INTO clinical_notes (id, patient_id, encounter_id, kind, status, body_enc, signed_at) VALUES (?, ?, ?, 'discharge-summary', 'signed', ?, NOW(3))", [noteId, patient.id, stay.encounterId, note]);
  const [event] = await billing.rows<{ id: string }>("SELECT CONCAT(chain, '-', sequence) AS id FROM audit_events LIMIT 1");
  const shiftId = newId();
  await billing.rows("INSERT INTO roster_shifts (id, user_id, ward_id, shift_date, shift) VALUES (?, ?, ?, '2036-01-02', 'day')", [shiftId, person.userId, bed?.wardId]);
  const dutyId = newId();
  await billing.rows("INSERT INTO on_call_duties (id, user_id, duty, shift_date, shift) VALUES (?, ?, 'physician', '2036-01-02', 'day')", [dutyId, person.userId]);
  const fileId = newId();
  await billing.rows("INSERT INTO exchange_files (id, content_hash, bytes, state, problem, received_at, name_enc) VALUES (?, ?, 3, 'failed', 'segment 1 (ISA): this is no X12 file', NOW(3), ?)", [
    fileId, randomBytes(32), database.cipher.seal({ table: 'exchange_files', column: 'name_enc', id: fileId }, `${family}.835`),
  ]);
  await billing.rows('INSERT INTO exchange_file_parts (file_id, part, content_enc) VALUES (?, 1, ?)', [fileId, database.cipher.seal({ table: 'exchange_file_parts', column: 'content_enc', id: `${fileId}/1` }, 'No.')]);
  const [medicineId, doseId] = [newId(), newId()];
  await billing.rows("INSERT INTO medication_requests (id, patient_id, encounter_id, system_code, code, status, authored_at) VALUES (?, ?, ?, 'RXNORM', '243670', 'active', NOW(3))", [medicineId, patient.id, stay.encounterId]);
  await billing.rows('INSERT INTO medication_administrations (id, patient_id, encounter_id, medication_request_id, dose_number, due_at) VALUES (?, ?, ?, ?, 1, NOW(3))', [doseId, patient.id, stay.encounterId, medicineId]);
  const authorizationId = newId();
  await billing.rows("INSERT INTO authorizations (id, encounter_id, patient_id, coverage_id, payer_id, procedures, requested_by, requested_at, dedup_id) SELECT ?, encounter_id, patient_id, coverage_id, payer_id, '[\"J9263\"]', ?, NOW(3), ? FROM claims WHERE id = ?", [authorizationId, person.userId, authorizationId, claimId]);
  await billing.rows("INSERT INTO medication_requests (id, patient_id, encounter_id, system_code, code, category, status, authored_at) VALUES (?, ?, ?, 'RXNORM', '243670', 'discharge', 'active', NOW(3))", [newId(), patient.id, stay.encounterId]);
  const reportId = newId();
  await billing.rows("INSERT INTO diagnostic_reports (id, patient_id, encounter_id, system_code, code, status, issued_at) VALUES (?, ?, ?, 'LOINC', '58410-2', 'final', NOW(3))", [reportId, patient.id, stay.encounterId]);
  const accessRequestId = newId();
  await billing.rows("INSERT INTO access_requests (id, patient_id, form, asked_by, asked_at) VALUES (?, ?, 'file', ?, NOW(3))", [accessRequestId, patient.id, person.userId]);
  const amendmentId = newId();
  await billing.rows('INSERT INTO amendments (id, patient_id, entry_kind, entry_id, entry_enc, wanted_enc, reason_enc, asked_by, asked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NOW(3))', [
    amendmentId, patient.id, 'note', noteId, ...['entry_enc', 'wanted_enc', 'reason_enc'].map((column) => database.cipher.seal({ table: 'amendments', column, id: amendmentId }, `${family} wants it so`)), person.userId,
  ]);
  const [safetyEventId, safetyActionId] = [newId(), newId()];
  await billing.rows("INSERT INTO safety_events (id, number, kind, harm, occurred_at, ward_id, patient_id, narrative_enc, reported_by, reported_at, status) VALUES (?, ?, 'fall', 'none', NOW(3), ?, ?, ?, ?, NOW(3), 'investigating')", [
    safetyEventId, `W-${safetyEventId.slice(-8)}`, bed?.wardId, patient.id, database.cipher.seal({ table: 'safety_events', column: 'narrative_enc', id: safetyEventId }, `${family} slipped`), person.userId,
  ]);
  await billing.rows("INSERT INTO safety_actions (id, event_id, what_enc, owner_id, owner_role, due_on, created_by, created_at) VALUES (?, ?, ?, ?, 'nurse', '2036-01-02', ?, NOW(3))", [
    safetyActionId, safetyEventId, database.cipher.seal({ table: 'safety_actions', column: 'what_enc', id: safetyActionId }, `Look after ${family}`), person.userId, person.userId,
  ]);
  // Over by now, so that they restrict nobody: the walk of restricted records sets its own.
  const [labelId, consentId, glassId] = [newId(), newId(), newId()];
  const past = (table: string, column: string, id: string) => database.cipher.seal({ table, column, id }, `${family} asked for it`);
  await billing.rows("INSERT INTO security_labels (id, patient_id, confidentiality, sensitivity, reason_enc, set_by, set_at, ended_by, ended_at) VALUES (?, ?, 'R', 'EMP', ?, ?, NOW(3), ?, NOW(3))", [labelId, patient.id, past('security_labels', 'reason_enc', labelId), person.userId, person.userId]);
  await billing.rows("INSERT INTO consents (id, patient_id, scope, provision, recipient, note_enc, entered_by, entered_at, withdrawn_by, withdrawn_at) VALUES (?, ?, 'share', 'deny', 'research', ?, ?, NOW(3), ?, NOW(3))", [consentId, patient.id, past('consents', 'note_enc', consentId), person.userId, person.userId]);
  await billing.rows("INSERT INTO glass_breaks (id, patient_id, user_id, reason, words_enc, opened_at, ends_at, outcome, reviewed_by, reviewed_at) VALUES (?, ?, ?, 'emergency', ?, NOW(3) - INTERVAL 2 HOUR, NOW(3) - INTERVAL 1 HOUR, 'justified', ?, NOW(3))", [glassId, patient.id, person.userId, past('glass_breaks', 'words_enc', glassId), person.userId]);
  const disclosureId = newId();
  await billing.rows("INSERT INTO disclosures (id, patient_id, kind, disclosed_on, recipient_enc, what_enc, purpose_enc, recorded_by, recorded_at) VALUES (?, ?, 'court', '2026-01-02', ?, ?, ?, ?, NOW(3))", [
    disclosureId, patient.id, ...['recipient_enc', 'what_enc', 'purpose_enc'].map((column) => past('disclosures', column, disclosureId)), person.userId,
  ]);
  const reviewId = newId();
  await billing.rows("INSERT INTO access_reviews (id, number, due_on, started_by, started_at, completed_at) VALUES (?, ?, '2036-01-02', ?, NOW(3), NOW(3))", [reviewId, `W-${reviewId.slice(-8)}`, person.userId]);
  const holdId = newId();
  await billing.rows("INSERT INTO legal_holds (id, patient_id, reason_enc, placed_by, placed_at) VALUES (?, ?, ?, ?, NOW(3))", [holdId, patient.id, past('legal_holds', 'reason_enc', holdId), person.userId]);
  const [decoyId, breachId] = [newId(), newId()];
  await billing.rows('INSERT INTO decoys (id, patient_id, planted_by, planted_at, ended_by, ended_at) VALUES (?, ?, ?, NOW(3), ?, NOW(3))', [decoyId, patient.id, person.userId, person.userId]);
  await billing.rows("INSERT INTO breaches (id, number, discovered_on, from_at, to_at, patient_id, story_enc, opened_by, opened_at) VALUES (?, ?, '2026-01-02', NOW(3) - INTERVAL 1 DAY, NOW(3) + INTERVAL 1 DAY, ?, ?, ?, NOW(3))", [breachId, `W-${breachId.slice(-8)}`, patient.id, past('breaches', 'story_enc', breachId), person.userId]);
  await billing.rows('INSERT INTO breach_notices (breach_id, happened_enc, data_enc, steps_enc, doing_enc, contact_enc, written_by, written_at) VALUES (?, ?, ?, ?, ?, ?, ?, NOW(3))', [
    breachId, ...['happened_enc', 'data_enc', 'steps_enc', 'doing_enc', 'contact_enc'].map((column) => past('breach_notices', column, breachId)), person.userId,
  ]);
  const records = {
    decoyId, breachId, holdId, reviewId, disclosureId, labelId, consentId, glassId,
    coverageId: stay.coverageId, inquiryId, fileId,
    payerId: payer.payerId, setCode: 'general-medicine',
    patientId: patient.id, encounterId: stay.encounterId, journeyId: stay.encounterId, taskId: tasks[0]?.taskId, safetyEventId, safetyActionId, accessRequestId, amendmentId, allergyId: await makeAllergy(patient.id, '1191'), claimId, submissionId, authorizationId,
    accountId: account?.id, paymentId: payment.id, invoiceId: invoice?.id, paymentPlanId: paymentPlan.id, requestId: writeOff.id, bedId: bed?.id, locationId: bed?.locationId, transferId, moveId, shiftId, dutyId, wardId: bed?.wardId, incidentId, groupFixId, documentId, notificationId, viewId, medicineId, doseId, reportId, tokenId, passkeyId, problemId, eventId: event?.id, ...person,
  };
  const [answer] = await billing.rows<{ answerId: string; remittanceId: string }>('SELECT id AS answerId, remittance_id AS remittanceId FROM remittance_claims WHERE claim_id = ?', [claimId]);
  Object.assign(records, answer);
  const missing = Object.entries(records).filter(([, id]) => !id).map(([name]) => name);
  if (missing.length > 0) throw new Error(`The household lacks ${missing.join(', ')}.`);
  return { records: records as Records, words: [family, patient.mrn, 'Wilhelmina'] };
}

/** Somebody else of the staff, signed in, with a team and on leave. */
async function makePerson(billing: BillingDriver, substituteId: string): Promise<{ userId: string; sessionId: string; teamId: string; absenceId: string }> {
  const [userId, sessionId] = [newId(), newId()];
  await StaffUser.create({ id: userId, username: `w-${userId.slice(-12)}`, displayName: 'Somebody Else', passwordHash: 'none' });
  await StaffRole.create({ userId, role: 'nurse' });
  await Session.create({ id: sessionId, tokenHash: newToken().hash, userId, expiresAt: new Date(Date.now() + 3_600_000) });
  const [teamId, absenceId] = [newId(), newId()];
  await billing.rows('INSERT INTO teams (id, name, created_by) VALUES (?, ?, ?)', [teamId, `Team ${teamId.slice(-6)}`, userId]);
  await billing.rows("INSERT INTO staff_absences (id, user_id, substitute_id, starts_at, ends_at, created_by) VALUES (?, ?, ?, NOW(3), NOW(3) + INTERVAL 1 DAY, ?)", [absenceId, userId, substituteId, userId]);
  return { userId, sessionId, teamId, absenceId };
}
