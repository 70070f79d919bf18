import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { buildApp } from '../../api/app';
import { contract } from '../../api/client';
import { openApiDocument } from '../../api/http/openapi';
import { grantsFor } from '../../api/policies/table';
import { buildRoutes } from '../../api/routes';
import { writeCheckpoint } from '../../api/services/audit/checkpointWriter';
import { FieldCipher } from '../../db/sealed';
import { type Role, ROLES } from '../../domain/roles';
import { removeExports } from '../db/importers/smallExport';
import { makeConcepts } from '../factories/clinical';
import { makeCrosswalk, makeHospital } from '../factories/money';
import { type TestApi, startTestApi } from '../support/api';
import { openEverySealed } from '../support/sealedValues';
import { newId } from '../../db/newId';
import { watchingAudits } from '../support/walk/auditedRoutes';
import { fillTheRecord } from '../support/canary/everywhere';
import { Canaries, distinct, type Sighting } from '../support/canary/canaries';
import { callOf, type Operation, operationsOf, schemasOf, send } from '../support/walk/operations';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/**
 * What people type that names no patient and stands unsealed on purpose. Everything else a person can type must be sealed; a new
 * column of words shows up here as a failure until it is sealed, or listed with a reason.
 */
const NOT_ABOUT_PATIENTS: Readonly<Record<string, string>> = {
  'staff_users.display_name': 'the staff’s names; a portal login has none',
  'staff_users.username': 'the staff’s usernames; a portal login has a number',
  'service_tokens.name': 'what an administrator calls a process',
  'saved_filters.name': 'what somebody of the staff calls a view of a list',
  'teams.name': 'what a supervisor calls a group of the staff',
  'claims.authorization_number': 'the payer’s number of an authorisation; it opens nothing outside the payer',
  'claims.payer_claim_number': 'the payer’s number of a claim; it opens nothing outside the payer',
  'remittances.trace_number': 'the number of a check or transfer of a payer',
  'remittance_claims.claim_number': 'our claim’s number, as a payer gives it',
  'remittance_claims.payer_claim_number': 'the payer’s number of a claim; it opens nothing outside the payer',
  'provider_adjustments.reference': 'the payer’s number of an overpayment or advance',
};
/** Sealed columns that nothing here fills, each with the reason. */
const UNFILLED: Readonly<Record<string, string>> = {
  'tasks.input_enc': 'the number of a round',
  'workflow_commands.payload_enc': 'what a pathway branches on: choices and numbers, never words',
  'journey_events.detail_enc': 'nothing gives one yet',
  'diagnostic_reports.conclusion_enc': 'nothing writes one: findings and conclusion are observations, which keep their earlier versions',
  'observation_versions.value_text_enc': 'bytes of observations.value_text_enc, moved under their own seal',
  'medication_alerts.message_enc': 'sentences made from codes',
  'medication_requests.allergy_override_enc': 'reasons of orders from before each finding had a line of its own; read only',
  'patient_contacts.name_enc': 'nothing writes contacts yet',
  'patient_contacts.telecom_enc': 'nothing writes contacts yet',
  'staff_users.totp_secret_enc': 'made here, never typed',
  'passkeys.name_enc': 'kept with what only an authenticator can make: tests/api/passkeys.test.ts looks at it',
  'claims.stuck_detail_enc': 'sentences made from codes',
  'claim_signals.detail_enc': 'sentences made from codes, dates and cents',
  'claim_documents.content_enc': 'the PDF of the words beside it, compressed',
  'group_fix_items.problem_enc': 'sentences made from codes, and names of the staff',
  'exchange_files.name_enc': 'what a payer calls its file',
  'payer_inquiries.answer_enc': 'codes and amounts out of a payer’s file',
  'payer_decisions.decision_enc': 'IDs, codes and cents',
};

/** Changes that leave nothing on the audit trail, each with the reason. */
const NOT_AUDITED: Readonly<Record<string, string>> = {
  acceptHandovers: 'there is none to accept here', changeTasks: 'none of these tasks may be changed by them here', editClaim: 'nothing of the claim is changed here', askAuthorization: 'it was asked for already',
  createView: 'how somebody likes their own lists',
  beginConfirmation: 'the first half: the answer to it is on the trail', beginPasskey: 'the first half', beginPasskeySignIn: 'the first half',
};

/** Reads whose words are of no patient. */
const NOT_READ: Readonly<Record<string, string>> = {
  countIncidents: 'what goes wrong, by cause: of no one patient', listServiceTokens: 'names of tokens', listViews: 'how somebody likes their own lists',
  ...Object.fromEntries(['listStaff', 'listSubstitutes', 'listTeams', 'listUsers', 'readRoster'].map((id) => [id, 'about the staff'])),
};

const canaries = new Canaries();
const logged: string[] = [];
const errors: Sighting[] = [];
const sealedColumns = new Set<string>();
const refusals: string[] = [];
const audited = new Set<string>();
const unaudited = new Set<string>();
const readOnTrail = new Set<string>();
const readUnseen = new Set<string>();
let api: TestApi;
let url: string;
let stop: () => Promise<void>;
let folder: string;
let operations: Operation[];
let schemas: ReturnType<typeof schemasOf>;
/** IDs in the filled record, by the name an address gives them. */
let filled: Readonly<Record<string, string>> = {};
const tokens = new Map<Role, string>();

beforeAll(async () => {
  const seal = FieldCipher.prototype.seal;
  vi.spyOn(FieldCipher.prototype, 'seal').mockImplementation(function (this: FieldCipher, place, plain) {
    if (canaries.carries(plain)) sealedColumns.add(`${place.table}.${place.column}`);
    return seal.call(this, place, plain);
  });
  api = await startTestApi();
  folder = mkdtempSync(join(tmpdir(), 'careway-canary-'));
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => { logged.push(chunk.toString()); done(); } });
  const deps = { ...api.deps, logger: pino({ level: 'trace' }, sink) };
  const routes = watchingAudits(buildRoutes(deps.config), (id, isAudited) => (isAudited ? audited : unaudited).add(id), (id, isAudited, reply) => {
    if (canaries.carries(JSON.stringify(reply))) (isAudited ? readOnTrail : readUnseen).add(id);
  });
  const document = openApiDocument(routes, deps.config);
  operations = operationsOf(document, routes);
  schemas = schemasOf(document);
  const server = buildApp(deps, routes).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await makeHospital();
  await makeCrosswalk();
  await makeConcepts();
  for (const role of ROLES) tokens.set(role, role === 'service' ? serviceToken(await api.service()) : (await api.as(role)).token);
  filled = await fillTheRecord({ api, canaries, operations, schemas, folder, errors, ask });
});
afterAll(async () => {
  vi.restoreAllMocks();
  removeExports();
  rmSync(folder, { recursive: true, force: true });
  await stop();
  await api.stop();
});

const serviceToken = (client: object): string => (client as { options: { token: string } }).options.token;

/** Ask through the API whose log is kept, and look at what it says when it refuses. */
async function ask(call: Parameters<typeof send>[1], role: Role | null, what: string): Promise<{ status: number; text: string }> {
  const answer = await send(url, call, role && (tokens.get(role) as string));
  if (answer.status >= 400) {
    errors.push(...canaries.find(answer.text, `the refusal of ${what}`));
    refusals.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  return answer;
}

test('every change that somebody makes is on the audit trail, but those that are nobody’s business', () => {
  expect(audited.size).toBeGreaterThan(40);
  expect([...unaudited].filter((id) => !audited.has(id) && !NOT_AUDITED[id]).sort()).toEqual([]);
});

test('every answer with words about a patient is on the audit trail', async () => {
  for (const operation of operations.filter(({ method, policy }) => method === 'get' && policy !== 'public' && policy !== 'internal')) {
    const may = ROLES.find((role) => role !== 'service' && grantsFor(operation.policy, [role]).includes('any')) ?? 'administrator';
    await ask(callOf(operation, { schemas, id: (name: string) => filled[name] ?? newId() }), may, `read ${operation.id}`);
  }
  expect(readOnTrail.size).toBeGreaterThan(25);
  expect([...readUnseen].filter((id) => !NOT_READ[id]).sort()).toEqual([]);
});

describe('a word that names a patient', () => {
  test('stands in no column of the database but the sealed ones', async () => {
    const { values, sightings } = await canaries.searchDatabase(api.database);
    expect(values).toBeGreaterThan(5_000);
    const found = distinct(sightings);
    expect(found.filter(({ place }) => !NOT_ABOUT_PATIENTS[place])).toEqual([]);
  });

  test('was put into every sealed column there is', async () => {
    const [rows] = await api.database.sequelize.query("SELECT TABLE_NAME AS t, COLUMN_NAME AS c FROM information_schema.columns WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME LIKE '%\\_enc'");
    const missed = (rows as { t: string; c: string }[]).map(({ t, c }) => `${t}.${c}`).filter((column) => !sealedColumns.has(column) && !UNFILLED[column]);
    expect(missed).toEqual([]);
  });

  test('opens in the place that a rotation of keys knows for it', async () => {
    const opened = await openEverySealed(api.database);
    expect([...opened.values()].filter((values) => values > 0).length).toBeGreaterThan(40);
  });

  test('stands in no refusal', () => {
    expect(refusals.length).toBeGreaterThan(50);
    expect(distinct(errors)).toEqual([]);
  });

  test('stands in no log line, also when something breaks', async () => {
    const word = canaries.word('broken.request');
    const json = { 'content-type': 'application/json' };
    await ask({ url: '/api/v1/patients', method: 'POST', headers: json, body: `{"name": "${word}` }, 'registrar', 'a body cut short');
    await ask({ url: `/api/v1/patients/${word}`, method: 'GET', headers: {}, body: null }, 'nurse', 'an ID that is a name');
    await ask({ url: `/api/v1/patients?q=${word}`, method: 'GET', headers: {}, body: null }, 'nurse', 'a search');
    await ask({ url: `/api/v1/nowhere/${word}?q=${word}`, method: 'GET', headers: {}, body: null }, 'nurse', 'an address that is none');
    await ask({ url: '/api/v1/session', method: 'POST', headers: json, body: JSON.stringify({ username: word, password: word }) }, null, 'a sign-in');
    await ask({ url: '/api/v1/tasks', method: 'GET', headers: { authorization: `Bearer ${word}` }, body: null }, null, 'a token that is none');
    await ask({ url: '/api/v1/patients', method: 'POST', headers: { ...json, 'idempotency-key': `${word} ${word}` }, body: '{}' }, 'registrar', 'a key that is none');
    await api.database.sequelize.query('RENAME TABLE patient_search_tokens TO hidden_tokens');
    try {
      const broken = await ask({ url: `/api/v1/patients?q=${word}`, method: 'GET', headers: {}, body: null }, 'nurse', 'a fault');
      expect(broken.status).toBe(500);
    } finally {
      await api.database.sequelize.query('RENAME TABLE hidden_tokens TO patient_search_tokens');
    }
    expect(logged.length).toBeGreaterThan(100);
    expect(logged.some((line) => line.includes('request failed'))).toBe(true);
    expect(distinct(logged.flatMap((line) => canaries.find(line, 'log')))).toEqual([]);
    expect(distinct(errors)).toEqual([]);
  });

  test('stands in nothing that goes to Redis, to Temporal’s IDs or into the audit checkpoints', async () => {
    await writeCheckpoint({ database: api.database, keys: api.deps.keys, logger: api.deps.logger, folder });
    const said = [JSON.stringify(api.announced), JSON.stringify(api.woken), ...readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))];
    expect(distinct(said.flatMap((one) => canaries.find(one, 'beside the record')))).toEqual([]);
  });
});

describe('the search', () => {
  // Each way a word could stand there unsealed; a search that misses one proves nothing.
  const word = canaries.word('planted');
  const ways: readonly (readonly [string, string | Buffer])[] = [
    ['as it is', `seen by ${word} today`], ['in lower case', word.toLowerCase()], ['in upper case', word.toUpperCase()], ['reversed', [...word].reverse().join('')],
    ['in base64', Buffer.from(word).toString('base64')], ['in base64, one letter in', Buffer.from(`x${word}`).toString('base64')], ['in base64url, two letters in', Buffer.from(`xx${word}`).toString('base64url')],
    ['in hex', Buffer.from(word).toString('hex')], ['in hex, reversed', [...Buffer.from(word).toString('hex')].reverse().join('')], ['in UTF-16', Buffer.from(word, 'utf16le')],
    ['within JSON', JSON.stringify({ deep: [{ name: word }] })],
  ];

  test.each(ways)('finds a word planted %s, and tells which', async (_way, planted) => {
    const query = (sql: string, replacements: unknown[] = []) => api.database.sequelize.query(sql, { replacements });
    await query('CREATE TABLE planted (words VARBINARY(400))');
    try {
      await query('INSERT INTO planted VALUES (?)', [planted]);
      const { sightings } = await canaries.searchDatabase(api.database);
      expect(sightings.map(({ place }) => place)).toContain('planted.words');
    } finally {
      await query('DROP TABLE planted');
    }
  });
});

/** What can still be read of a patient when record and bills are past their periods, each with the reason. */
const AFTER_RETENTION: Readonly<Record<string, string>> = {
  'patients.name_enc': 'the register of patients: bills, trail and whoever asks who was here need it',
  'patients.birth_date_enc': 'the register of patients', 'patients.mrn_enc': 'the register of patients', 'patients.contact_enc': 'the register of patients', 'patients.demographics_enc': 'the register of patients',
  'patient_identifiers.value_enc': 'the register of patients',
  'coverages.member_number_enc': 'who was asked to pay for the stays that remain in the ledger',
  'audit_events.detail_enc': 'the audit trail: nobody can change it',
  'disclosures.recipient_enc': 'the account of disclosures (45 CFR 164.528)', 'disclosures.what_enc': 'the account of disclosures', 'disclosures.purpose_enc': 'the account of disclosures', 'disclosures.withdrawn_reason_enc': 'the account of disclosures',
  'breach_notices.happened_enc': 'what those affected were told (45 CFR 164.414)', 'breach_notices.data_enc': 'what they were told', 'breach_notices.steps_enc': 'what they were told', 'breach_notices.doing_enc': 'what they were told', 'breach_notices.contact_enc': 'what they were told',
  'breaches.story_enc': 'what was done about a breach (45 CFR 164.414)', 'breaches.assessment_enc': 'what was done about a breach',
  ...Object.fromEntries(['happened', 'data', 'steps', 'doing', 'contact'].map((part) => [`breach_notices.${part}_enc`, 'what those affected were told (45 CFR 164.414)'])),
  'legal_holds.reason_enc': 'why the record was kept', 'legal_holds.lift_reason_enc': 'why it was kept no longer',
  'remittances.content_enc': 'a payer’s file, of many patients', 'exchange_file_parts.content_enc': 'a payer’s file, of many patients',
  'remittance_claims.patient_enc': 'a payer’s answer that belongs to no claim here', 'remittance_claims.reason_enc': 'why it belongs to none',
  'group_fixes.request_enc': 'one correction of many claims',
  'decoys.note_enc': 'a made-up person', 'access_review_items.reason_enc': 'about the staff', 'order_set_versions.why_enc': 'about medicine',
};

describe('a patient whose record is past its period', () => {
  test('can be read nowhere but where the law or the ledger asks for it; under a hold everything stays', async () => {
    const sql = (text: string, replacements: unknown[] = []) => api.database.sequelize.query(text, { replacements });
    const readable = async () => {
      const columns = new Set<string>();
      await openEverySealed(api.database, (column, text) => { if (canaries.carries(text)) columns.add(column); });
      return columns;
    };
    const [stays] = await sql('SELECT patient_id AS id FROM encounters LIMIT 1');
    const [{ id: patientId = '' } = {}] = stays as { id: string }[];
    await sql("UPDATE encounters SET status = 'finished', period_start = NOW(3) - INTERVAL 4402 DAY, period_end = NOW(3) - INTERVAL 4400 DAY");
    await sql("UPDATE journeys SET status = 'closed'");
    await sql('UPDATE appointments SET starts_at = starts_at - INTERVAL 40 YEAR, ends_at = ends_at - INTERVAL 40 YEAR');
    await sql('UPDATE patients SET birth_date_enc = ? WHERE id = ?', [api.database.cipher.seal({ table: 'patients', column: 'birth_date_enc', id: patientId }, canaries.date), patientId]); // of age for as long
    await sql("UPDATE tasks SET status = 'cancelled' WHERE is_open = 1");
    await sql('UPDATE amendments SET asked_at = NOW(3) - INTERVAL 4400 DAY, decided_at = NOW(3) - INTERVAL 4399 DAY');
    await sql("UPDATE idempotency_keys SET created_at = NOW(3) - INTERVAL 91 DAY");
    // Of people who never stayed, and of nobody: somebody's all the same.
    for (const table of ['consents', 'security_labels', 'glass_breaks', 'safety_events']) await sql(`UPDATE ${table} SET patient_id = ?`, [patientId]);
    await sql('UPDATE tasks SET patient_id = ? WHERE patient_id IS NULL', [patientId]);
    await sql("UPDATE notifications SET recipient_id = ? WHERE template <> 'record-amended'", [patientId]); // those go with the stay they are of
    const before = await readable();
    expect(['tasks.output_enc', 'incidents.message_enc', 'idempotency_keys.response_enc', 'claim_documents.text_enc', 'safety_events.narrative_enc'].filter((column) => !before.has(column))).toEqual([]);
    const administrator = (await api.as('administrator')).client;
    const run = async () => {
      const { id } = await administrator.call(contract.runRetention, { body: { dryRunId: null } });
      return administrator.call(contract.runRetention, { body: { dryRunId: id } });
    };
    await sql("INSERT INTO legal_holds (id, patient_id, reason_enc, placed_by, placed_at) SELECT UUID(), p.id, 'x', (SELECT MIN(id) FROM staff_users), NOW(3) FROM patients p");
    await run();
    await sql('DELETE FROM legal_holds WHERE lifted_at IS NULL');
    const held = await readable();
    expect([...before].filter((column) => !held.has(column) && column !== 'idempotency_keys.response_enc')).toEqual([]);
    expect((await run()).counts.find(({ kind }) => kind === 'clinical')).toMatchObject({ isMore: false });
    const left = await readable();
    expect([...left].filter((column) => !AFTER_RETENTION[column]).sort()).toEqual([]);
    expect(left.has('audit_events.detail_enc')).toBe(true);
    expect((await sql('SELECT claim_id FROM remittance_claims WHERE claim_id IS NOT NULL AND (patient_enc IS NOT NULL OR reason_enc IS NOT NULL)'))[0]).toEqual([]);
  });
});
