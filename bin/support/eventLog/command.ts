/** `careway export xes|ocel FILE`: every journey as an event log for process mining. */
import { knownActivities } from '../../../api/services/eventlog/activities';
import { type Disguise, IDENTIFIED, newDisguise } from '../../../api/services/eventlog/disguise';
import { LOG_SCHEMA, type LogPage, type LogReading, readEventLog } from '../../../api/services/eventlog/readPatients';
import { actUnattended } from '../../../api/http/unattended';
import { permittingResearch, recordResearch } from '../../../api/services/disclosures/research';
import { prepareAuditChains } from '../../../api/services/auditTrail';
import { type LogHead } from '../../../interop/eventlog/model';
import { OCEL_BETWEEN, OCEL_COMMA, OCEL_TAIL, ocelEvents, ocelEventType, ocelHead, ocelObjects } from '../../../interop/eventlog/ocel';
import { XES_TAIL, xesHead, xesTrace } from '../../../interop/eventlog/xes';
import { EXIT, type ExitCode } from '../../launcher/failure';
import { COMMAND_LINE, openRecord, type OpenRecord } from '../record';
import { WaitingText, WholeFile } from './wholeFile';

export type LogFormat = 'xes' | 'ocel';
export interface ExportOptions {
  readonly identified: boolean;
  readonly force: boolean;
  readonly json: boolean;
  /** Who outside the hospital gets it, for research: only of patients who permit that, and on each one’s account of disclosures. */
  readonly research?: string;
}

interface Counts {
  patients: number;
  journeys: number;
  events: number;
  tasks: number;
  claims: number;
}

/** What a file says as it grows. */
interface Writer {
  page(page: LogPage): void;
  end(): void;
}

const TELL_EVERY = 1_000;

/** Write the log. It gets its name only when it is whole and the audit knows of it. */
export async function exportEventLog(format: LogFormat, path: string, options: ExportOptions): Promise<ExitCode> {
  const file = new WholeFile(path, options.force);
  const abandon = (): void => {
    file.abandon();
    process.exit(130);
  };
  process.once('SIGINT', abandon).once('SIGTERM', abandon);
  try {
    const record = await openRecord('export the journeys of');
    try {
      await prepareAuditChains({ database: record.database, transaction: null });
      const counts = await write(record, format, file, options.identified ? IDENTIFIED : newDisguise(), options.research ?? null);
      await audit(record, format, options.identified, counts);
      file.publish();
      const summary = { format, identified: options.identified, file: path, ...counts };
      process.stdout.write(options.json ? `${JSON.stringify(summary, null, 2)}\n` : inWords(summary));
      return EXIT.done;
    } finally {
      await record.database.close();
    }
  } finally {
    file.abandon();
    process.removeListener('SIGINT', abandon).removeListener('SIGTERM', abandon);
  }
}

async function write(record: OpenRecord, format: LogFormat, file: WholeFile, disguise: Disguise, research: string | null): Promise<Counts> {
  const counts: Counts = { patients: 0, journeys: 0, events: 0, tasks: 0, claims: 0 };
  const head: LogHead = { source: 'Careway patient journeys', identified: disguise.identified, madeAt: new Date().toISOString(), note: disguise.note };
  return readEventLog(record.database, disguise, async (reading) => {
    const writer = format === 'xes' ? xesWriter(file, head) : ocelWriter(file, head, reading);
    for await (const whole of reading.pages()) {
      const page = disguise.identified && research !== null ? await permitted(record, whole) : whole;
      if (disguise.identified) await auditPatients(record, page.patientIds, research);
      writer.page(page);
      const before = counts.patients;
      count(counts, page);
      if (Math.floor(before / TELL_EVERY) !== Math.floor(counts.patients / TELL_EVERY)) process.stderr.write(`${counts.patients} of ${reading.patientCount} patients, ${counts.journeys} journeys\n`);
    }
    writer.end();
    return counts;
  });
}

function xesWriter(file: WholeFile, head: LogHead): Writer {
  file.write(xesHead(head));
  return {
    page: ({ patients }) => file.write(patients.flatMap((patient) => patient.journeys.map((journey) => xesTrace(journey, patient.id, patient.attributes))).join('')),
    end: () => file.write(XES_TAIL),
  };
}

/** Events and objects are two lists of one file, read in one go: the objects wait in a file without a name until the events are written. */
function ocelWriter(file: WholeFile, head: LogHead, { steps }: LogReading): Writer {
  const waiting = new WaitingText();
  const list = (write: (text: string) => void) => {
    let comma = '';
    return (rows: readonly string[]): void => {
      if (rows.length === 0) return;
      write(comma + rows.join(OCEL_COMMA));
      comma = OCEL_COMMA;
    };
  };
  const [events, objects] = [list((text) => file.write(text)), list((text) => waiting.write(text))];
  file.write(ocelHead(LOG_SCHEMA, [...new Set(knownActivities(steps).map(ocelEventType))], head));
  return {
    page: ({ patients }) => {
      events(patients.flatMap((patient) => patient.journeys.flatMap((journey) => ocelEvents(patient, journey))));
      objects(patients.flatMap(ocelObjects));
    },
    end: () => {
      file.write(OCEL_BETWEEN);
      waiting.moveTo(file);
      file.write(OCEL_TAIL);
    },
  };
}

function count(counts: Counts, { patients }: LogPage): void {
  counts.patients += patients.length;
  for (const { journeys } of patients) {
    counts.journeys += journeys.length;
    for (const { events, tasks, claims } of journeys) {
      counts.events += events.length;
      counts.tasks += tasks.length;
      counts.claims += claims.length;
    }
  }
}

/** An identified log for research holds nobody who has not permitted it. Its patients go by their true IDs. */
async function permitted({ database }: OpenRecord, { patients, patientIds }: LogPage): Promise<LogPage> {
  const permits = await permittingResearch({ database, transaction: null }, patientIds);
  return { patientIds: patientIds.filter((id) => permits.has(id)), patients: patients.filter(({ id }) => permits.has(id)) };
}

/** Real names leave the house: every patient can see it among those who looked, and who got it in the account of disclosures. */
async function auditPatients({ database, keys }: OpenRecord, patientIds: readonly string[], research: string | null): Promise<void> {
  await actUnattended({ database, keys, principal: COMMAND_LINE }, async (act) => {
    for (const patientId of patientIds) act.audits.push({ action: 'journey.exported', resourceType: 'journey', patientId });
    if (research !== null) await recordResearch(act, patientIds, { recipient: research, what: 'The course of all stays and visits, with name, MRN and dates', purpose: 'Research with an event log' });
  });
}

async function audit({ database, keys }: OpenRecord, format: LogFormat, identified: boolean, counts: Counts): Promise<void> {
  await actUnattended({ database, keys, principal: COMMAND_LINE }, async (act) => {
    act.audits.push({ action: 'event-log.exported', resourceType: 'event-log', detail: { format, identified, ...counts } });
  });
}

function inWords({ format, identified, file, patients, journeys, events }: Counts & { format: LogFormat; identified: boolean; file: string }): string {
  return `${journeys} journeys of ${patients} patients, ${events} events, as ${format.toUpperCase()} in ${file}, ${identified ? 'with real names, MRN and dates: keep it as a medical record' : 'de-identified'}.\n`;
}
