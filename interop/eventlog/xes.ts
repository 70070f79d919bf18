import { type LoggedAttributes, type LoggedEvent, type LoggedJourney, type LoggedValue, type LogHead } from './model';

/** Attributes of our own carry this prefix, so that no reader takes them for an extension's. */
const OWN = 'careway:';
const EXTENSIONS = [['Concept', 'concept'], ['Time', 'time'], ['Organizational', 'org'], ['Lifecycle', 'lifecycle']] as const;

/** The head of an XES 1.0 log (IEEE 1849): extensions, what every trace and event has, classifiers, then what the log says of itself. */
export function xesHead(head: LogHead): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<log xes.version="1.0" xes.features="" xmlns="http://www.xes-standard.org/">',
    ...EXTENSIONS.map(([name, prefix]) => `<extension name="${name}" prefix="${prefix}" uri="http://www.xes-standard.org/${prefix}.xesext"/>`),
    '<global scope="trace"><string key="concept:name" value="unknown"/></global>',
    `<global scope="event"><string key="concept:name" value="unknown"/><date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/><string key="lifecycle:transition" value="complete"/><string key="${OWN}kind" value="step"/></global>`,
    '<classifier name="Activity" keys="concept:name"/>',
    '<classifier name="Activity and life cycle" keys="concept:name lifecycle:transition"/>',
    text('concept:name', head.source), text('lifecycle:model', 'standard'), date(`${OWN}madeAt`, head.madeAt),
    `<boolean key="${OWN}identified" value="${head.identified}"/>`, text(`${OWN}note`, head.note), '',
  ].join('\n');
}

/** One journey as a trace. */
export function xesTrace(journey: LoggedJourney, patientId: string, patient: LoggedAttributes): string {
  const attributes = { ...prefixed(patient), [`${OWN}patient`]: patientId, ...prefixed(journey.attributes) };
  return `<trace>${text('concept:name', journey.id)}${values(attributes)}\n${journey.events.map(event).join('\n')}\n</trace>\n`;
}

export const XES_TAIL = '</log>\n';

function event(one: LoggedEvent): string {
  return `<event>${values({
    'concept:name': one.activity, 'concept:instance': one.instance, 'lifecycle:transition': one.transition,
    'org:resource': one.resource, 'org:role': one.role, 'org:group': one.group, [`${OWN}kind`]: one.kind, [`${OWN}stage`]: one.stage,
  })}${date('time:timestamp', one.at)}</event>`;
}

function prefixed(attributes: LoggedAttributes): Record<string, LoggedValue | null> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [OWN + name, value]));
}

function values(attributes: LoggedAttributes): string {
  return Object.entries(attributes).map(([key, value]) => (value === null ? '' : typeof value === 'number' ? `<int key="${key}" value="${value}"/>` : text(key, value))).join('');
}

const text = (key: string, value: string): string => `<string key="${key}" value="${escaped(value)}"/>`;
const date = (key: string, iso: string): string => `<date key="${key}" value="${iso}"/>`;

/** As the value of an XML attribute. What XML 1.0 has no place for (control characters, halves of a pair) is left out. */
function escaped(value: string): string {
  return value.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').replace(/[&<>"\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
