export interface Edits {
  diagnoses?: string[];
  authorizationNumber?: string | null;
  memberNumber?: string;
  drg?: string | null;
  modifiers?: { line: number; modifiers: string[] }[];
}

/** Only what differs from what the form was shown with goes along: a field left alone is not sent. */
export function editsOf(posted: URLSearchParams): Edits {
  const changed = (name: string): string | null => {
    const value = posted.get(name)?.trim() ?? '';
    return value === (posted.get(`_was.${name}`) ?? '') ? null : value;
  };
  const edits: Edits = {};
  const diagnoses = changed('diagnoses');
  if (diagnoses !== null) edits.diagnoses = diagnoses.toUpperCase().split(/[\s,;]+/).filter(Boolean);
  const authorization = changed('authorizationNumber');
  if (authorization !== null) edits.authorizationNumber = authorization || null;
  const member = changed('memberNumber');
  if (member !== null) edits.memberNumber = member;
  const drg = changed('drg');
  if (drg !== null) edits.drg = drg || null;
  const modifiers = [...posted.keys()].filter((name) => name.startsWith('modifiers.')).flatMap((name) => {
    const value = changed(name);
    return value === null ? [] : [{ line: Number(name.slice('modifiers.'.length)), modifiers: value.toUpperCase().split(/[\s,;]+/).filter(Boolean) }];
  });
  if (modifiers.length > 0) edits.modifiers = modifiers;
  return edits;
}
