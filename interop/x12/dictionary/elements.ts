/** X12 data types: string, identifier, whole number, decimal number, date, time. */
export type ElementType = 'AN' | 'ID' | 'N0' | 'R' | 'DT' | 'TM';

/** A data element of the X12 5010 dictionary. Lengths count characters; in numbers neither sign nor point. */
export interface ElementDefinition {
  number: string;
  type: ElementType;
  min: number;
  max: number;
  name: string;
}

/** number, type, shortest, longest, name */
const DICTIONARY = `
2 N0 1 6 accepted transaction sets
19 AN 2 30 city
26 ID 2 3 country
28 N0 1 9 group control number
61 AN 1 30 free-form information
66 ID 1 2 identification code qualifier
67 AN 2 80 identification code
81 R 1 10 weight
93 AN 1 60 name
96 N0 1 10 number of segments
97 N0 1 6 number of transaction sets
98 ID 2 3 entity identifier code
100 ID 3 3 currency
116 ID 3 15 postal code
118 R 1 9 rate
123 N0 1 6 received transaction sets
124 AN 2 15 application receiver
127 AN 1 50 reference identification
128 ID 2 3 reference identification qualifier
142 AN 2 15 application sender
143 ID 3 3 transaction set identifier
156 ID 2 2 state
166 AN 1 55 address line
212 R 1 17 unit price
234 AN 1 48 product or service
235 ID 2 2 product or service qualifier
236 ID 3 3 price identifier
280 R 4 10 exchange rate
289 N0 1 2 multiple price quantity
305 ID 1 2 transaction handling code
306 ID 1 2 action code
309 ID 1 2 location qualifier
310 AN 1 30 location identifier
329 AN 4 9 transaction set control number
332 R 1 6 percent
337 TM 4 8 time
338 R 1 6 terms discount percent
350 AN 1 20 assigned identification
352 AN 1 80 description
353 ID 2 2 transaction set purpose
355 ID 2 2 unit of measurement
363 ID 3 3 note reference code
364 AN 1 256 communication number
365 ID 2 2 communication number qualifier
366 ID 2 2 contact function
373 DT 8 8 date
374 ID 3 3 date qualifier
380 R 1 15 quantity
426 ID 2 2 adjustment reason
429 AN 1 16 check number
443 AN 1 20 contact inquiry reference
447 AN 1 4 loop identifier
449 AN 1 80 fixed format information
455 ID 1 2 responsible agency
478 ID 1 1 credit or debit flag
479 ID 2 2 functional identifier
480 AN 1 12 version
481 ID 1 2 trace type
499 AN 1 10 condition value
506 ID 2 2 bank number qualifier
507 AN 3 12 bank number
508 AN 1 35 account number
509 AN 10 10 originating company
510 AN 9 9 originating company supplement
522 ID 1 3 amount qualifier
554 N0 1 6 assigned number
559 ID 2 2 agency qualifier
569 ID 1 3 account number qualifier
584 ID 2 2 employment status
591 ID 3 3 payment method
594 ID 1 1 frequency
609 N0 1 9 count
615 ID 1 2 time period qualifier
616 R 1 3 number of periods
618 ID 1 3 transaction set error code
620 ID 1 3 segment error code
621 ID 1 3 element error code
623 ID 2 2 time code
628 AN 1 12 hierarchical identifier
639 ID 2 2 basis of unit price
640 ID 2 2 transaction type
648 ID 3 3 price multiplier qualifier
649 R 1 10 multiplier
659 ID 1 2 basis of verification
669 ID 3 3 currency market
673 ID 2 2 quantity qualifier
678 ID 1 2 delivery pattern
679 ID 1 1 delivery pattern time
687 ID 2 2 class of trade
704 ID 2 2 paperwork action code
706 ID 2 2 entity relationship
715 ID 1 1 group acknowledgment
716 ID 1 3 group error code
717 ID 1 1 transaction set acknowledgment
719 N0 1 10 segment position
721 ID 2 3 segment identifier
722 N0 1 2 element position
724 AN 1 99 copy of bad element
725 N0 1 4 data element number
734 AN 1 12 hierarchical parent
735 ID 1 2 hierarchical level
736 ID 1 1 hierarchical child code
737 ID 2 2 measurement reference
738 ID 1 3 measurement qualifier
739 R 1 20 measurement value
740 R 1 20 range minimum
741 R 1 20 range maximum
752 ID 2 2 surface or position
755 ID 2 2 report type
756 ID 1 2 report transmission
757 N0 1 2 copies needed
782 R 1 18 monetary amount
799 AN 1 30 version identifier
812 ID 1 10 payment format
875 ID 3 3 maintenance type
889 ID 1 1 follow-up action
901 ID 2 2 reject reason
923 ID 1 1 prognosis
933 AN 1 264 message text
934 ID 2 2 printer control
935 ID 2 2 measurement significance
936 ID 2 2 measurement attribute
954 R 1 10 percentage as decimal
1005 ID 4 4 hierarchical structure
1018 R 1 15 exponent
1028 AN 1 38 claim identifier
1029 ID 1 2 claim status
1032 ID 1 2 claim filing indicator
1033 ID 1 2 adjustment group
1034 ID 1 5 adjustment reason
1035 AN 1 60 last name or organization
1036 AN 1 35 first name
1037 AN 1 25 middle name
1038 AN 1 10 name prefix
1039 AN 1 10 name suffix
1048 ID 1 3 business function
1065 ID 1 1 entity type
1066 ID 1 2 citizenship status
1067 ID 1 1 marital status
1068 ID 1 1 gender
1069 ID 2 2 individual relationship
1073 ID 1 1 yes or no
1109 ID 1 1 race or ethnicity
1136 ID 2 2 code category
1138 ID 1 1 payer responsibility
1143 ID 1 1 coordination of benefits
1165 ID 1 1 confidentiality
1166 ID 2 2 contract type
1167 R 1 6 sample selection modulus
1201 ID 1 1 information status
1203 ID 2 3 maintenance reason
1204 AN 1 50 plan coverage description
1207 ID 3 3 coverage level
1213 ID 1 1 current health condition
1216 ID 1 1 benefit status
1218 ID 1 1 Medicare plan
1219 ID 1 2 COBRA event
1220 ID 1 1 student status
1221 ID 1 3 provider code
1223 ID 3 3 provider organization
1250 ID 2 3 date format qualifier
1251 AN 1 35 date or period
1270 ID 1 3 code list qualifier
1271 AN 1 30 industry code
1314 ID 1 1 admission source
1315 ID 1 1 admission type
1316 ID 1 1 ambulance transport
1317 ID 1 1 ambulance transport reason
1321 ID 2 3 condition indicator
1322 ID 1 1 certification type
1325 ID 1 1 claim frequency
1327 ID 1 1 copay status
1328 N0 1 2 diagnosis pointer
1331 AN 1 2 facility code
1332 ID 1 2 facility code qualifier
1333 ID 1 2 record format
1334 ID 1 1 shortage area
1335 ID 1 1 insulin dependent
1336 ID 1 3 insurance type
1337 ID 1 1 level of care
1338 ID 1 3 level of service
1339 AN 2 2 procedure modifier
1340 ID 1 2 multiple procedure
1341 AN 1 2 assigned review value
1342 ID 1 1 nature of condition
1343 ID 1 2 claim type
1345 ID 1 1 residential status
1351 ID 1 1 patient signature source
1352 ID 1 2 patient status
1354 ID 1 4 diagnosis related group
1359 ID 1 1 accepts assignment
1360 ID 1 1 provider agreement
1362 ID 2 3 related cause
1363 ID 1 1 release of information
1364 ID 1 2 review code
1365 ID 1 2 service type
1366 ID 2 3 special program
1367 ID 2 3 subluxation level
1371 R 1 10 unit rate
1373 ID 2 4 measurement method
1383 ID 2 2 claim submission reason
1384 ID 1 1 patient location
1390 ID 1 3 eligibility or benefit
1470 N0 1 9 number
1473 ID 2 2 pricing methodology
1514 ID 1 2 delay reason
1525 ID 1 2 request category
1526 ID 1 2 policy compliance
1527 ID 1 2 exception
1528 N0 1 2 component position
1595 ID 1 1 service affiliation
1596 ID 2 2 military rank
1686 N0 1 4 repetition position
1705 AN 1 35 implementation convention
1715 ID 1 3 country subdivision
9998 AN 1 35 context reference
9999 AN 1 35 context name
I01 ID 2 2 authorization qualifier
I02 AN 10 10 authorization
I03 ID 2 2 security qualifier
I04 AN 10 10 security
I05 ID 2 2 interchange identifier qualifier
I06 AN 15 15 interchange sender
I07 AN 15 15 interchange receiver
I08 DT 6 6 interchange date
I09 TM 4 4 interchange time
I11 ID 5 5 interchange version
I12 N0 9 9 interchange control number
I13 ID 1 1 acknowledgment requested
I14 ID 1 1 usage indicator
I15 AN 1 1 component separator
I16 N0 1 5 number of groups
I17 ID 1 1 interchange acknowledgment
I18 ID 3 3 interchange note
I65 AN 1 1 repetition separator
`;

function readDictionary(text: string): ReadonlyMap<string, ElementDefinition> {
  const entries = text.trim().split('\n').map((line): [string, ElementDefinition] => {
    const [number = '', type, min, max, ...name] = line.split(' ');
    return [number, { number, type: type as ElementType, min: Number(min), max: Number(max), name: name.join(' ') }];
  });
  return new Map(entries);
}

/** Data elements by number (source: X12 005010 data element dictionary). */
export const ELEMENTS = readDictionary(DICTIONARY);
