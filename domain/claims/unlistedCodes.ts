/**
 * What stands on the 837 of a past claim where history left no code. A live claim is never filled in like this: it stays in the house
 * until a person has coded it. Each code says itself that it is unspecified; the words of what was done go with it (SV101-7).
 */

/** ICD-10-CM: illness, unspecified. */
export const UNSPECIFIED_DIAGNOSIS = 'R69';

interface Unlisted {
  /** HCPCS Level II, "not otherwise classified". CPT has finer ones, which are not ours to ship. */
  readonly procedure: string;
  /** NUBC revenue code of the general category. */
  readonly revenue: string;
}

const BY_CATEGORY: Readonly<Record<string, Unlisted>> = {
  visit: { procedure: 'T1015', revenue: '0510' },
  medicine: { procedure: 'J3490', revenue: '0250' },
  immunization: { procedure: 'J3590', revenue: '0771' },
  supply: { procedure: 'A9999', revenue: '0270' },
  device: { procedure: 'E1399', revenue: '0290' },
};
const OTHERWISE: Unlisted = { procedure: 'T2025', revenue: '0500' };

/** The codes for a charge of a category that no code is known for. */
export function unlistedCodes(category: string | null): Unlisted {
  return BY_CATEGORY[category ?? ''] ?? OTHERWISE;
}
