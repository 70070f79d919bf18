/** By which ID the pages about one record name it; the first segment of their address. */
const NAMED_BY: Readonly<Record<string, string>> = { patients: 'patientId', journeys: 'journeyId', tasks: 'taskId', summaries: 'encounterId', handover: 'encounterId', encounters: 'encounterId', stays: 'encounterId' };

/** Where the glass is broken for the record that this page is about; null when the page is about none. */
export function glassHrefOf(path: string): string | null {
  const [, segment = '', id = ''] = path.split('/');
  const record = Object.hasOwn(NAMED_BY, segment) ? NAMED_BY[segment] : undefined;
  return record && /^[0-9a-f-]{36}$/.test(id) ? `/glass?${new URLSearchParams({ record, id, back: path })}` : null;
}
