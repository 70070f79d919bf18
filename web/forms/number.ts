/**
 * A number as a person types it, with a point or a comma before its fraction ("0.5", "0,125"); null when nothing is typed. What cannot be read goes along as
 * it was typed, so that the API says what is wrong with it. So does "1,250": one person means a thousand by it and another one and a quarter, and the
 * medicine is a thousandfold wrong for one of them.
 */
export function readNumber(typed: string | null | undefined): number | null {
  const text = typed?.trim() ?? '';
  if (text === '') return null;
  const isAmbiguous = /^[-+]?[1-9]\d{0,2},\d{3}$/.test(text);
  const number = text.replace(/^([-+]?\d*),(\d+)$/, '$1.$2');
  return !isAmbiguous && /^[-+]?(\d+\.?\d*|\.\d+)$/.test(number) ? Number(number) : (text as unknown as number);
}

/** The same where a number or nothing is of use. */
export function readableNumber(typed: string | null | undefined): number | null {
  const read = readNumber(typed);
  return typeof read === 'number' ? read : null;
}
