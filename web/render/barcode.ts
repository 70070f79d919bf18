import Handlebars from 'handlebars';

/** Widths of bars and spaces of the 106 symbols of Code 128 (ISO/IEC 15417), by value; the stop pattern is the last. */
const WIDTHS = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 ' +
  '212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 ' +
  '314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 ' +
  '214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ');
const START_B = 104;
const STOP = 106;
const QUIET = 10;

/** Code 128, set B: symbol values of a text of printable ASCII with start, check symbol and stop. Throws for anything else. */
export function code128(text: string): number[] {
  const values = [...text].map((character) => character.charCodeAt(0) - 32);
  if (values.some((value) => value < 0 || value > 95)) throw new Error('A barcode holds printable ASCII only.');
  const check = values.reduce((sum, value, index) => sum + value * (index + 1), START_B) % 103;
  return [START_B, ...values, check, STOP];
}

/** The barcode as a picture; the text stands beneath it for people and for scanners that fail. */
export function barcodeSvg(text: string): Handlebars.SafeString {
  let x = QUIET;
  const bars: string[] = [];
  for (const value of code128(text)) {
    [...(WIDTHS[value] ?? '')].forEach((width, index) => {
      if (index % 2 === 0) bars.push(`M${x} 0h${width}v40h-${width}z`);
      x += Number(width);
    });
  }
  const words = Handlebars.escapeExpression(text);
  return new Handlebars.SafeString(`<svg class="barcode" viewBox="0 0 ${x + QUIET} 40" role="img" aria-label="Barcode ${words}" preserveAspectRatio="none"><path d="${bars.join('')}"/></svg>`);
}
