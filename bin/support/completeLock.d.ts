/** The optional packages that a lock's packages ask for and it does not have. */
export function missingOptional(packages: Readonly<Record<string, { optionalDependencies?: Readonly<Record<string, string>> }>>): { name: string; version: string; wantedBy: string }[];
