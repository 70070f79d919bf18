import { EVENT_KINDS, type LoggedAttributes, type LoggedClaim, type LoggedEvent, type LoggedJourney, type LoggedPatient, type LoggedThing, type LoggedValue, type LogHead } from './model';

/** What the attributes of each object type are, by the names of OCEL 2.0. */
export type ObjectType = 'patient' | 'encounter' | 'task' | 'claim';
export type Schema = Readonly<Record<ObjectType, Readonly<Record<string, 'string' | 'integer'>>>>;

interface Relation {
  readonly objectId: string;
  readonly qualifier: string;
}

const EVENT_ATTRIBUTES = ['kind', 'activity', 'lifecycle', 'stage', 'resource', 'role', 'group'] as const;

/**
 * OCEL 2.0 as JSON in three parts, so that a log of any length can be written as it is read: the declarations, the events, the
 * objects. Between them stand rows, each beginning a line and told apart by commas.
 */
export function ocelHead(schema: Schema, eventTypes: readonly string[], head: LogHead): string {
  const objectTypes = Object.entries(schema).map(([name, attributes]) => ({ name, attributes: Object.entries(attributes).map(([attribute, type]) => ({ name: attribute, type })) }));
  const types = eventTypes.map((name) => ({ name, attributes: EVENT_ATTRIBUTES.map((attribute) => ({ name: attribute, type: 'string' })) }));
  return `{"objectTypes":${JSON.stringify(objectTypes)},\n"eventTypes":${JSON.stringify(types)},\n"careway":${JSON.stringify(head)},\n"events":[\n`;
}

export const OCEL_BETWEEN = '\n],\n"objects":[\n';
export const OCEL_TAIL = '\n]}\n';
export const OCEL_COMMA = ',\n';

/** The type of an event: what happens in one life cycle step is one type, as the formats for object-centric mining have it. */
export function ocelEventType(event: Pick<LoggedEvent, 'activity' | 'transition'>): string {
  return event.transition === 'complete' ? event.activity : `${event.activity} (${event.transition})`;
}

/** The events of a journey: each with the encounter, the patient, and the task or claim it is about. */
export function ocelEvents(patient: LoggedPatient, journey: LoggedJourney): string[] {
  return journey.events.map((event) => JSON.stringify({
    id: event.id, type: ocelEventType(event), time: event.at,
    attributes: named({ kind: EVENT_KINDS[event.kind], activity: event.activity, lifecycle: event.transition, stage: event.stage, resource: event.resource, role: event.role, group: event.group }),
    relationships: [
      { objectId: journey.id, qualifier: 'encounter' }, { objectId: patient.id, qualifier: 'patient' },
      ...(event.instance && (event.kind === 'task' || event.kind === 'claim') ? [{ objectId: event.instance, qualifier: event.kind }] : []),
    ],
  }));
}

/** A patient with their encounters, tasks and claims, each knowing where it belongs. */
export function ocelObjects(patient: LoggedPatient): string[] {
  const first = patient.journeys.map(({ startedAt }) => startedAt).sort()[0] ?? '1970-01-01T00:00:00.000Z';
  return [
    object('patient', patient.id, first, patient.attributes, patient.journeys.map(({ id }) => ({ objectId: id, qualifier: 'encounter' }))),
    ...patient.journeys.flatMap((journey) => [
      object('encounter', journey.id, journey.startedAt, journey.attributes, [
        { objectId: patient.id, qualifier: 'patient' },
        ...journey.tasks.map(({ id }) => ({ objectId: id, qualifier: 'task' })), ...journey.claims.map(({ id }) => ({ objectId: id, qualifier: 'claim' })),
      ]),
      ...journey.tasks.map((task) => thing('task', task, journey)),
      ...journey.claims.map((claim) => thing('claim', claim, journey, follows(claim))),
    ]),
  ];
}

function follows({ followsId }: LoggedClaim): Relation[] {
  return followsId === null ? [] : [{ objectId: followsId, qualifier: 'follows claim' }];
}

function thing(type: ObjectType, one: LoggedThing, journey: LoggedJourney, more: readonly Relation[] = []): string {
  return object(type, one.id, one.openedAt, one.attributes, [{ objectId: journey.id, qualifier: 'encounter' }, ...more]);
}

function object(type: ObjectType, id: string, time: string, attributes: LoggedAttributes, relationships: readonly Relation[]): string {
  return JSON.stringify({ id, type, attributes: named(attributes).map((attribute) => ({ ...attribute, time })), relationships });
}

function named(attributes: LoggedAttributes): { name: string; value: LoggedValue }[] {
  return Object.entries(attributes).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}
