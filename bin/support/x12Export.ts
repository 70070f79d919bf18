/**
 * `careway x12 export`: claims as 837, one interchange each. `--claim` writes one to standard output; `--all` fills a folder with files
 * of one payer and form (837P, 837I), up to a hundred interchanges each. A folder gets all of its files or none: they are written
 * beside each other under a name that is none of theirs, and renamed at the end.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockClaim } from '../../api/services/claims/claimRow';
import { type ClaimToExport, claimsToExport, exportClaims, findClaim } from '../../api/services/exchange/exportAll';
import { exportClaim } from '../../api/services/exchange/exportClaim';
import { GAPS, type Gap } from '../../api/services/exchange/pastClaim';
import { prepareAuditChains } from '../../api/services/auditTrail';
import { actUnattended } from '../../api/http/unattended';
import { notFound } from '../../api/http/problem';
import { EXIT, type ExitCode, LaunchFailure } from '../launcher/failure';
import { COMMAND_LINE, openRecord, type OpenRecord } from './record';

const INTERCHANGES_A_FILE = 100;
/** Names this command gives its files; of an earlier run they are replaced. */
const OWN_FILE = /^837[PI]-[A-Za-z0-9_-]+-\d{3,}\.x12$/;

/** Write one claim, by ID or number, to standard output. */
export async function exportOneClaim(idOrNumber: string): Promise<ExitCode> {
  return withRecord(async ({ database, keys }) => {
    const claimId = await findClaim({ database, transaction: null }, idOrNumber);
    if (claimId === null) throw new LaunchFailure(`There is no claim ${idOrNumber}.`, EXIT.usage);
    const result = await actUnattended({ database, keys, principal: COMMAND_LINE }, async (act) => {
      const claim = await lockClaim(act, claimId);
      if (!claim) throw notFound();
      return exportClaim(act, claim);
    });
    if (!result.ok) throw new LaunchFailure(`The claim is incomplete and cannot be written: ${result.problems.map(({ message }) => message).join('; ')}`, EXIT.usage);
    for (const gap of result.gaps) process.stderr.write(`! ${GAPS[gap]}\n`);
    process.stdout.write(`${result.text}\n`);
    return EXIT.done;
  });
}

interface Summary {
  claims: number;
  exported: number;
  files: number;
  /** Live claims never sent and not complete: they stay in the house. */
  incomplete: number;
  /** Claims that should be writable and are not, with what is wrong. */
  refused: { claim: string; problems: string[] }[];
  /** How many past claims lack what. */
  gaps: Partial<Record<Gap, number>>;
}

/** Write every claim into a folder. */
export async function exportAllClaims(folder: string, json: boolean): Promise<ExitCode> {
  const staging = join(folder, `.export-${process.pid}`);
  try {
    mkdirSync(staging, { recursive: true });
  } catch (error) {
    throw new LaunchFailure(`${folder} cannot be written to (${(error as NodeJS.ErrnoException).code}).`, EXIT.usage);
  }
  try {
    const summary = await withRecord((record) => fillFolder(record, staging));
    publish(staging, folder);
    process.stdout.write(json ? `${JSON.stringify(summary, null, 2)}\n` : inWords(summary, folder));
    return summary.refused.length > 0 ? EXIT.found : EXIT.done;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function fillFolder({ database, keys }: OpenRecord, staging: string): Promise<Summary> {
  const claims = await claimsToExport({ database, transaction: null });
  const summary: Summary = { claims: claims.length, exported: 0, files: 0, incomplete: 0, refused: [], gaps: {} };
  let name = '';
  const counts = new Map<string, number>();
  for await (const { claim, exported } of exportClaims({ database, keys, principal: COMMAND_LINE }, claims)) {
    if (exported.ok) {
      const group = groupOf(claim);
      const count = counts.get(group) ?? 0;
      counts.set(group, count + 1);
      const next = `${group}-${String(Math.floor(count / INTERCHANGES_A_FILE) + 1).padStart(3, '0')}.x12`;
      if (next !== name) summary.files += 1;
      name = next;
      writeFileSync(join(staging, name), `${exported.text}\n`, { flag: 'a', mode: 0o600 });
      summary.exported += 1;
      for (const gap of exported.gaps) summary.gaps[gap] = (summary.gaps[gap] ?? 0) + 1;
    } else if (claim.isUnsent) summary.incomplete += 1;
    else summary.refused.push({ claim: claim.number, problems: exported.problems.map(({ message }) => message) });
    if (summary.exported % 500 === 0) process.stderr.write(`${summary.exported} of ${claims.length} claims\n`);
  }
  return summary;
}

function groupOf({ type, payerIdentifier }: ClaimToExport): string {
  return `${type === 'professional' ? '837P' : '837I'}-${payerIdentifier.replace(/[^A-Za-z0-9-]/g, '_')}`;
}

/** What a run before wrote gives way; files of others stay. */
function publish(staging: string, folder: string): void {
  for (const name of readdirSync(folder).filter((one) => OWN_FILE.test(one))) rmSync(join(folder, name));
  for (const name of readdirSync(staging)) renameSync(join(staging, name), join(folder, name));
}

async function withRecord<T>(work: (record: OpenRecord) => Promise<T>): Promise<T> {
  const record = await openRecord('export claims of');
  try {
    await prepareAuditChains({ database: record.database, transaction: null });
    return await work(record);
  } finally {
    await record.database.close();
  }
}

function inWords({ claims, exported, files, incomplete, refused, gaps }: Summary, folder: string): string {
  return [
    `${exported} of ${claims} claims in ${files} files in ${folder}`,
    ...(incomplete > 0 ? [`${incomplete} not sent yet and incomplete: they stay in the house`] : []),
    ...(Object.entries(gaps) as [Gap, number][]).map(([gap, count]) => `${count} past claims: ${GAPS[gap]}`),
    ...refused.map(({ claim, problems }) => `✗ ${claim} cannot be written: ${problems.join('; ')}`),
  ].map((line) => `${line}\n`).join('');
}
