import { type ElementDefinition, ELEMENTS } from './elements';

/** An element position of a segment: a data element or a composite of several, possibly repeating. */
export interface Position {
  element?: ElementDefinition;
  components?: readonly ElementDefinition[];
  repeat: number;
}

/**
 * Relation between elements of one segment. P: all or none; R: at least one; E: at most one; C: the first needs all
 * others; L: the first needs one of the others.
 */
export interface SyntaxNote {
  kind: 'P' | 'R' | 'E' | 'C' | 'L';
  positions: readonly number[];
}

export interface SegmentDefinition {
  id: string;
  positions: readonly Position[];
  notes: readonly SyntaxNote[];
}

/** Composite elements, by the data elements they are made of. */
const COMPOSITES: Record<string, string> = {
  C001: '355 1018 649 355 1018 649 355 1018 649 355 1018 649 355 1018 649',
  C002: '704 704 704 704 704',
  C003: '235 234 1339 1339 1339 1339 352 234',
  C004: '1328 1328 1328 1328',
  C022: '1270 1271 1250 1251 782 380 799 1271 1073',
  C023: '1331 1332 1325',
  C024: '1362 1362 1362 156 26',
  C030: '722 1528 1686',
  C035: '1222 559 1073',
  C040: '128 127 128 127 128 127',
  C042: '426 127',
  C043: '1271 1271 98 1270',
  C052: '1218 1218 1218 1218',
  C056: '1109 1270 1271',
  C998: '9999 9998',
  C999: '725 725',
};

/** Segment ID and its elements in order (`*n`: repeats up to n times), then its syntax notes. */
const DIRECTORY = `
AAA 1073 559 901 889
AK1 479 28 480
AK2 143 329 1705
AK9 715 97 123 2 716 716 716 716 716
AMT 522 782 478
BHT 1005 353 127 373 337 640
BPR 305 782 478 591 812 506 507 569 508 509 510 506 507 569 508 373 1048 506 507 569 508 | P0607 C0809 P1213 C1415 P1819 C2021
CAS 1033 1034 782 380 1034 782 380 1034 782 380 1034 782 380 1034 782 380 1034 782 380 | L050607 C0605 C0705 L080910 C0908 C1008 L111213 C1211 C1311 L141516 C1514 C1614 L171819 C1817 C1917
CL1 1315 1314 1352 1345
CLM 1028 782 1032 1343 C023 1073 1359 1073 1363 1351 C024 1366 1073 1338 1073 1360 1029 1073 1383 1514
CLP 1028 1029 782 782 782 1032 127 1331 1325 1352 1354 380 954 1073
CN1 1166 782 332 127 338 799
CR1 355 81 1316 1317 355 380 166 166 352 352 | P0102 P0506
CR2 609 380 1367 1367 355 380 380 1342 1073 352 352 1073 | P0506
CR3 1322 355 380 1335 352 | P0203
CRC 1136 1073 1321 1321 1321 1321 1321
CTP 687 236 212 380 C001 648 649 782 639 499 289 | P0405
CTX C998*10 721 719 447 C030 C999
CUR 98 100 280 98 100 669
DMG 1250 1251 1068 1067 C056*10 1066 26 659 380 1270 1271 | P0102 P1011
DTM 374 373 337 623 1250 1251 | R020305 C0403 P0506
DTP 374 1250 1251
EB 1390 1207 1365*99 1336 1204 615 782 954 673 380 1073 1073 C003 C004 | P0910
EQ 1365*99 C003 1207 1336 C004 | R0102
FRM 350 1073 127 373 332 | R02030405
GE 97 28
GS 479 142 124 373 337 28 455 480
HCP 1473 782 782 127 118 127 782 234 235 234 355 380 901 1526 1527 | R0113 P0910 P1112
HCR 306 127 1271 1073
HI C022 C022 C022 C022 C022 C022 C022 C022 C022 C022 C022 C022
HL 628 734 735 736
HSD 673 380 355 1167 615 616 678 679 | P0102 C0605
IEA I16 I12
III 1270 1271 1136 933 380 C001 752 752 752 | P0102
IK3 721 719 447 620
IK4 C030 725 621 724
IK5 717 618 618 618 618 618
INS 1073 1069 875 1203 1216 C052 1219 584 1220 1073 1250 1251 1165 19 156 26 1470 | P1112
ISA I01 I02 I03 I04 I05 I06 I05 I07 I08 I09 I65 I11 I12 I13 I14 I15
K3 449 1333 C001
LE 447
LIN 350 235 234
LQ 1270 1271 | C0102
LS 447
LX 554
MEA 737 738 739 C001 740 741 935 936 752 1373 1270 1271 | R03050608
MIA 380 782 380 782 127 782 782 782 782 782 782 782 782 782 380 782 782 782 782 127 127 127 127 782
MOA 954 782 127 127 127 127 127 782 782
MPI 1201 584 1595 352 1596 1250 1251 | P0607
MSG 933 934 1470
N1 98 93 66 67 706 98 | R0203 P0304
N3 166 166
N4 19 156 116 26 309 310 1715 | E0207 C0605 C0704
NM1 98 1065 1035 1036 1037 1038 1039 66 67 706 98 1035 | P0809 C1110 C1203
NTE 363 352
OI 1032 1383 1073 1351 1360 1363
PAT 1069 1384 584 1220 1250 1251 355 81 1073 | P0506 P0708
PER 366 93 365 364 365 364 365 364 443 | P0304 P0506 P0708
PLB 127 373 C042 782 C042 782 C042 782 C042 782 C042 782 C042 782 | P0506 P0708 P0910 P1112 P1314
PRV 1221 128 127 156 C035 1223 | P0203
PS1 127 782 156
PWK 755 756 757 98 66 67 352 C002 1525 | P0506
QTY 673 380 C001 61 | R0204 E0204
RDM 756 93 364 C040 C040
REF 128 127 352 C040 | R0203
SBR 1138 1069 127 93 1336 1143 1073 584 1032
SE 96 329
ST 143 329 1705
STC C043 373 306 782 782 373 591 373 429 C043 C043 933
SV1 C003 782 355 380 1331 1365 C004 782 1073 1340 1073 1073 1364 1341 1327 1334 127 116 782 1337 1360 | P0304
SV2 234 C003 782 355 380 1371 782 1073 1345 1337 | R0102 P0405
SV5 C003 355 380 782 782 594 923 | R0405 C0604
SVC C003 782 782 234 380 C003 380
SVD 67 782 C003 234 380 554
TA1 I12 I08 I09 I17 I18
TRN 481 127 509 127
TS2 782 782 782 782 782 782 380 782 782 380 380 380 380 380 782 380 782 782 782
TS3 127 1331 373 380 782 782 782 782 782 782 782 782 782 782 782 782 782 782 782 782 782 782 380 782
UM 1525 1322 1365 C023 C024 1338 1213 923 1363 1514
`;

/** C035's first element, kept apart because no other segment uses it. */
const SPECIALTY: ElementDefinition = { number: '1222', type: 'AN', min: 1, max: 3, name: 'specialty' };

function elementOf(number: string): ElementDefinition {
  const element = number === '1222' ? SPECIALTY : ELEMENTS.get(number);
  if (!element) throw new Error(`No data element ${number} in the dictionary`);
  return element;
}

function readPosition(token: string): Position {
  const [name = '', repeat = '1'] = token.split('*');
  const composite = COMPOSITES[name];
  if (composite) return { components: composite.split(' ').map(elementOf), repeat: Number(repeat) };
  return { element: elementOf(name), repeat: Number(repeat) };
}

function readNote(token: string): SyntaxNote {
  const positions = (token.slice(1).match(/\d\d/g) ?? []).map(Number);
  return { kind: token[0] as SyntaxNote['kind'], positions };
}

function readDirectory(text: string): ReadonlyMap<string, SegmentDefinition> {
  const entries = text.trim().split('\n').map((line): [string, SegmentDefinition] => {
    const [left = '', right] = line.split(' | ');
    const [id = '', ...tokens] = left.split(' ');
    return [id, { id, positions: tokens.map(readPosition), notes: right ? right.split(' ').map(readNote) : [] }];
  });
  return new Map(entries);
}

/** Segments by ID (source: X12 005010 segment directory, those the supported guides use). */
export const SEGMENTS = readDirectory(DIRECTORY);
