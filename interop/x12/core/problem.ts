/**
 * What can be wrong with an X12 file: SNIP level (WEDI: 1 syntax, 2 implementation guide, 3 balancing, 4 between
 * segments), the sentence a biller reads, and the codes a 999 reports it with (IK304 segment, IK403 element,
 * IK502 transaction set, AK905 group).
 */
export const PROBLEMS = {
  notAnInterchange: { snip: 1, text: 'the file does not begin with an ISA segment' },
  brokenHeader: { snip: 1, text: 'the ISA segment does not have its fixed layout' },
  invalidDelimiters: { snip: 1, text: 'the delimiters declared in the ISA segment cannot be used' },
  dataAfterInterchange: { snip: 1, text: 'something other than an ISA segment follows the end of the interchange' },
  truncated: { snip: 1, text: 'the file ends before its envelope is closed' },
  segmentTooLong: { snip: 1, text: 'the segment is longer than any segment can be; the segment terminator may be wrong' },
  tooManyProblems: { snip: 1, text: 'too many problems; the rest of the file was not read' },
  moreWarnings: { snip: 1, text: 'further warnings are not listed', warning: true },
  misplacedEnvelope: { snip: 1, text: 'the segment is out of place in the envelope (ISA, GS, ST … SE, GE, IEA)' },
  setTrailerMissing: { snip: 1, text: 'the transaction set before this segment has no SE segment', set: '2' },
  groupTrailerMissing: { snip: 1, text: 'the group before this segment has no GE segment', group: '3' },
  interchangeTrailerMissing: { snip: 1, text: 'the interchange before this segment has no IEA segment' },
  interchangeControlNumber: { snip: 1, text: 'the control numbers of ISA13 and IEA02 differ' },
  interchangeCount: { snip: 1, text: 'the number of groups is not the one stated in IEA01' },
  groupControlNumber: { snip: 1, text: 'the control numbers of GS06 and GE02 differ', group: '4' },
  groupCount: { snip: 1, text: 'the number of transaction sets is not the one stated in GE01', group: '5' },
  duplicateGroup: { snip: 1, text: 'this group control number is already used in the interchange', group: '19' },
  setControlNumber: { snip: 1, text: 'the control numbers of ST02 and SE02 differ', set: '3' },
  setCount: { snip: 1, text: 'the number of segments is not the one stated in SE01', set: '4' },
  duplicateSet: { snip: 1, text: 'this transaction set control number is already used in the group', set: '23' },
  unsupportedSet: { snip: 1, text: 'this transaction set is not supported', set: '1' },
  unsupportedVersion: { snip: 1, text: 'this version of the guide is not supported', set: 'I6', group: '2' },
  emptySegment: { snip: 1, text: 'the segment is empty', segment: '1' },
  unknownSegment: { snip: 1, text: 'no supported guide knows this segment', segment: '1' },
  unexpectedSegment: { snip: 2, text: 'the segment does not belong here', segment: '2' },
  missingSegment: { snip: 2, text: 'a required segment is missing', segment: '3' },
  omittedSegment: { snip: 2, text: 'a required segment that payers often leave out is missing', warning: true },
  missingLoop: { snip: 2, text: 'a required loop is missing', segment: 'I7' },
  tooManyLoops: { snip: 2, text: 'the loop occurs too often', segment: '4' },
  tooManySegments: { snip: 2, text: 'the segment occurs too often', segment: '5' },
  missingElement: { snip: 1, text: 'a required element is missing', element: '1' },
  conditionalElement: { snip: 1, text: 'an element that its neighbours make necessary is missing', element: '2' },
  exclusiveElement: { snip: 1, text: 'this element may not be present together with its neighbour', element: '10' },
  tooManyElements: { snip: 1, text: 'the segment has more elements than are defined', element: '3' },
  elementTooShort: { snip: 1, text: 'the element is too short', element: '4' },
  elementTooLong: { snip: 1, text: 'the element is too long', element: '5' },
  invalidCharacter: { snip: 1, text: 'the element holds a character that is not allowed', element: '6' },
  invalidNumber: { snip: 1, text: 'the element is not a number of the form required', element: '6' },
  invalidCode: { snip: 2, text: 'the code is not one the guide allows here', element: '7' },
  invalidFormat: { snip: 2, text: 'the element must be digits only, and a fixed number of them', warning: true },
  invalidDate: { snip: 1, text: 'the date does not exist or has the wrong form', element: '8' },
  invalidTime: { snip: 1, text: 'the time does not exist or has the wrong form', element: '9' },
  tooManyRepetitions: { snip: 1, text: 'the element is repeated too often', element: '12' },
  tooManyComponents: { snip: 1, text: 'the element has more components than are defined', element: '13' },
  unusedElement: { snip: 2, text: 'the guide does not use this element; it was not read', element: 'I10', warning: true },
  notCarried: { snip: 2, text: 'allowed by the guide, but Careway does not carry it; it was not read', warning: true },
  unwritableCharacter: { snip: 1, text: 'the text holds a delimiter or a character outside the extended character set' },
  hierarchy: { snip: 1, text: 'the HL segments are not numbered from 1 or do not point to their parent', element: '7' },
  hierarchyChild: { snip: 1, text: 'HL04 does not say whether subordinate HL segments follow', element: '7' },
  patientLevel: { snip: 4, text: 'SBR02 and the patient level do not agree on whether the subscriber is the patient' },
  lineUnbalanced: { snip: 3, text: 'charge, adjustments and payment of the service line do not balance' },
  claimUnbalanced: { snip: 3, text: 'charge, adjustments and payment of the claim do not balance' },
  remittanceUnbalanced: { snip: 3, text: 'claim payments less provider adjustments are not the amount paid' },
  claimLinesDiffer: { snip: 3, text: 'the service lines do not add up to the claim', warning: true },
  claimTotal: { snip: 3, text: 'the line charges do not add up to the total charge of the claim' },
  otherPayerUnbalanced: { snip: 3, text: 'charge, adjustments and payment reported for the other payer do not balance' },
  diagnosisPointer: { snip: 4, text: 'the line points to a diagnosis the claim does not have' },
  mixedCodeVersions: { snip: 4, text: 'ICD-9 and ICD-10 codes may not be mixed in one claim' },
  codeWithPoint: { snip: 4, text: 'a diagnosis or procedure code is written without its point' },
  missingOriginalReference: { snip: 4, text: 'a replacement or void must carry the payer claim control number of the original (REF*F8)' },
  duplicateLine: { snip: 4, text: 'this number is already used by another line of the claim' },
  unknownOtherPayer: { snip: 4, text: 'the line names another payer that the claim does not have' },
} as const satisfies Record<string, ProblemKind>;

export interface ProblemKind {
  snip: 1 | 2 | 3 | 4;
  text: string;
  segment?: string;
  element?: string;
  set?: string;
  group?: string;
  warning?: true;
}

export type ProblemCode = keyof typeof PROBLEMS;

/** The table's entry for a code. */
export function problemKind(code: ProblemCode): ProblemKind {
  return PROBLEMS[code];
}

/** One thing wrong, and where. Holds no data of the file, only positions, codes, counts and control numbers. */
export interface X12Problem {
  code: ProblemCode;
  snip: 1 | 2 | 3 | 4;
  /** An error refuses the file; a warning tells what was read past. */
  severity: 'error' | 'warning';
  message: string;
  /** 1-based position of the segment in the file. */
  segment: number;
  segmentId: string;
  /** 1-based position of the segment in its transaction set (ST is 1), when inside one. */
  setSegment?: number;
  /** ST02 of the transaction set, when inside one. */
  transaction?: string;
  loop?: string;
  /** 1-based, as in CLP02. */
  element?: number;
  component?: number;
  /** Number of the data element in the X12 dictionary. */
  dataElement?: string;
}

/** What a check says; the reader completes it. */
export interface Finding {
  code: ProblemCode;
  segment: { id: string; position: number; setPosition: number };
  element?: number;
  component?: number;
  dataElement?: string;
  loop?: string;
  /** What was found, for people: amounts, counts, names of elements. Never patient data. */
  detail?: string;
}

export type Report = (finding: Finding) => void;

/** "CLP02", "SVC01-2": how the guides cite an element. */
export function citeElement(segmentId: string, element?: number, component?: number): string {
  if (element === undefined) return segmentId;
  const position = `${segmentId}${String(element).padStart(2, '0')}`;
  return component === undefined ? position : `${position}-${component}`;
}

/** The finding as a problem, with its sentence. */
export function toProblem(finding: Finding, transaction?: string): X12Problem {
  const { code, segment, element, component, dataElement, loop, detail } = finding;
  const kind = problemKind(code);
  const place = `segment ${segment.position} (${citeElement(segment.id, element, component)}${loop ? `, loop ${loop}` : ''})`;
  return {
    code,
    snip: kind.snip,
    severity: kind.warning ? 'warning' : 'error',
    message: `${place}: ${kind.text}${detail ? ` — ${detail}` : ''}`,
    segment: segment.position,
    segmentId: segment.id,
    ...(segment.setPosition > 0 && { setSegment: segment.setPosition }),
    ...(transaction !== undefined && { transaction }),
    ...(loop !== undefined && { loop }),
    ...(element !== undefined && { element }),
    ...(component !== undefined && { component }),
    ...(dataElement !== undefined && { dataElement }),
  };
}
