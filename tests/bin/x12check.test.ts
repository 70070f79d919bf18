/**
 * What Careway writes, judged by validators that are not Careway's. X12CHECK names a program that takes X12 files and
 * prints, for each file and validator, `FILE VALIDATOR OK` or `FILE VALIDATOR FAIL`; without it these tests are skipped.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { singleGroup, type Transaction, writeX12 } from '../../interop/x12';
import { acceptedGroup, claimAcknowledgment, rejectedGroup } from '../interop/x12/samples/acknowledgments';
import * as claims from '../interop/x12/samples/claims';
import { addressing } from '../interop/x12/samples/parties';
import * as remittances from '../interop/x12/samples/remittances';

const CHECK = process.env.X12CHECK;
const TIMEOUT = 600_000;

const { professional, institutional } = claims;
const { remittance } = remittances;

const CLAIMS: Record<string, Transaction> = {
  'professional, no modifiers': professional(claims.visit),
  'professional, several lines, modifiers, drug, authorizations, dependent': professional(claims.busyVisit),
  'professional, secondary with line adjudication': professional(claims.secondaryVisit),
  'professional, replacement': professional(claims.replacementVisit),
  'professional, void': professional(claims.voidVisit),
  'professional, pay-to address and many claims': professional(
    { ...claims.visit, payToAddress: { lines: ['PO BOX 9'], city: 'SPRINGFIELD', state: 'MA', postalCode: '011010009' } }, claims.busyVisit,
    { ...claims.busyVisit, patientControlNumber: 'CLM1012' }, claims.secondaryVisit, claims.replacementVisit, claims.voidVisit,
  ),
  'institutional, DRG, value and occurrence codes, admission': institutional(claims.stay),
  'institutional, outpatient with reasons for visit': institutional(claims.outpatient),
  'institutional, secondary settled at claim level': institutional(claims.secondaryStay),
  'institutional, secondary settled by line': institutional(claims.secondaryOutpatient),
  'institutional, replacement and void': institutional(claims.replacementStay, claims.voidStay),
  'institutional, many claims': institutional(claims.stay, claims.outpatient, claims.secondaryStay, claims.secondaryOutpatient),
};

const REMITTANCES: Record<string, Transaction> = {
  'paid with CO, PR and remarks': remittance([remittances.paid]),
  'all denied, no payment': remittance([remittances.denied], [], remittances.noPayment),
  'DRG with OA, reversal, correction, unknown member, WO, 72 and interest': remittance(
    [remittances.paid, remittances.denied, remittances.drgStay, remittances.reversal, remittances.correction, remittances.unknownMember], remittances.takenBack,
  ),
  'many claims, an earlier balance taken and what is left carried forward': remittance([remittances.paid, remittances.reversal], remittances.takenAndCarriedForward, remittances.noPayment),
  'reversal only, balance carried forward': remittance([remittances.reversal], remittances.carriedForward, remittances.noPayment),
};

/** linuxforhealth-x12 0.57 has neither guide; pyx12 has both. */
const ACKNOWLEDGMENTS: Record<string, Transaction> = {
  '999, accepted': acceptedGroup,
  '999, partly rejected': rejectedGroup,
  '277CA': claimAcknowledgment,
};

/** linuxforhealth-x12 0.57 fails on any claim note of an 837I, which the guide allows. */
const PYX12_ONLY: Record<string, Transaction> = { 'institutional with a note': institutional(claims.notedStay) };

if (!CHECK) console.log('X12CHECK is not set: what Careway writes is not judged by independent validators in this run');

(CHECK ? describe : describe.skip)('independent validators', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'careway-x12check-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Write the transaction, run the validators, and give their verdict lines and everything they printed. */
  async function verdicts(transaction: Transaction): Promise<{ lines: string[]; output: string }> {
    const written = writeX12(singleGroup(addressing, [transaction]));
    if (!written.ok) throw new Error(written.problems.map(({ message }) => message).join('\n'));
    writeFileSync(join(folder, 'file.x12'), written.text);
    const output = await new Promise<string>((resolve) => execFile(CHECK as string, ['file.x12'], { cwd: folder }, (_error, stdout, stderr) => resolve(stdout + stderr)));
    return { lines: output.split('\n').filter((line) => /^file\.x12 \w+ (OK|FAIL)/.test(line)), output };
  }

  test.each(Object.entries({ ...CLAIMS, ...REMITTANCES }))('%s', async (_name, transaction) => {
    const { lines, output } = await verdicts(transaction);
    expect({ lines, output }).toMatchObject({ lines: ['file.x12 pyx12 OK', 'file.x12 linuxforhealth OK'] });
  }, TIMEOUT);

  test.each(Object.entries({ ...ACKNOWLEDGMENTS, ...PYX12_ONLY }))('%s (pyx12)', async (_name, transaction) => {
    const { lines, output } = await verdicts(transaction);
    expect({ first: lines[0], output }).toMatchObject({ first: 'file.x12 pyx12 OK' });
  }, TIMEOUT);
});
